import assert from "node:assert/strict";
import { test } from "node:test";
import { problemOf, questionsOf, reckoned, resolve, setBy } from "../panel/offline/deciding.ts";
import { lesser, rest, sum } from "../panel/offline/decimals.ts";
import { overlaid } from "../panel/offline/overlay.ts";
import { actingOf, NOBODY, peopleHere, seenIn, settled } from "../panel/offline/people.ts";
import type { Act, Context, Entry, Job, Lot, Now, Person, Slot } from "../panel/protocol.ts";

const ada: Person = { person: "P-1", name: "Ada", proof: "pin", roles: [], since: "2026-11-23T06:00:00Z" };

function lot(number: string, state: Lot["state"], why = ""): Lot {
  return {
    uri: `https://id.example/${number}`, number, kind: "lot", texts: [`010952123454321310${number}`],
    remaining: "50", in_slot: "50", uom: "KGM", place: "RACK", expires_on: null, state, why,
  };
}

function job(state: Job["state"]): Job {
  const slot = {
    slot: "rubber", position: "", kind: "component" as const, material: "HB", name: "Bromobutyl", needed: "60",
    used: "0", uom: "KGM", filled: [], next: [lot("H-1", "next"), lot("H-2", "held", "wet")],
  };
  return {
    job: "MO-1/10", step: "10", equipment: "MIX-1", material: "LC", name: "Liner", planned: "100",
    made: "0.1", uom: "KGM", state, flow: "batch", makes: "serials", lot: "", slots: [slot],
    measures: [], documents: [], instructions: "", numbers: ["S-1", "S-2"],
  } as unknown as Job;
}

function now(state: Job["state"] = "running"): Now {
  const station = { code: "MIXER", language: "en", idle_minutes: 15, undo_minutes: 10 };
  const places = [{ code: "DOCK", name: "Dock", texts: ["DOCK", "https://id.example/414/DOCK"] }];
  return {
    station, people: [ada], badges: { "P-1": "Ada" }, jobs: [job(state)], places, open: "MO-1/10", events: [],
    kept: 0, position: 1, server_time: "2026-11-23T06:00:00Z",
  } as unknown as Now;
}

function entry(act: Act, told: Entry["told"], context: Partial<Context> = {}, person = "P-1"): Entry {
  return {
    id: "x", seq: 0, at: "2026-11-23T06:10:00Z", person, proof: "pin", live: false, act, told,
    context: { screen: "job", job: "MO-1/10", ...context },
  };
}

const ada_now = { person: "P-1", at: Date.parse("2026-11-23T06:15:00Z") };
const code = (one: Entry, shown = now()) => problemOf(one, shown)?.code ?? "may be";

test("a lot of the list may be used, by its number and by all that its label scans as", () => {
  for (const text of ["H-1", "010952123454321310H-1", "]d2010952123454321310H-1", "https://id.example/H-1"]) {
    assert.equal(code(entry("scan", { text })), "may be", text);
  }
});

test("what is held, unknown, of no running job, or of nobody is not made", () => {
  assert.equal(code(entry("scan", { text: "H-2" })), "held");
  assert.equal(code(entry("scan", { text: "H-9" })), "not_known_here");
  assert.equal(code(entry("scan", { text: "H-1" }), now("planned")), "not_running");
  assert.equal(code(entry("scan", { text: "H-1" }, {}, "")), "nobody_here");
  assert.match(problemOf(entry("scan", { text: "H-2" }), now())?.sentence ?? "", /H-2.*wet/);
});

test("measuring, making and moving need no network; starting, receiving and shipping do", () => {
  for (const act of ["measure", "produce", "scrap", "hold", "finish", "badge_in"] as const) {
    assert.equal(code(entry(act, {})), "may be", act);
  }
  for (const act of ["start", "receive", "pack", "ship", "reprint"] as const) {
    assert.equal(code(entry(act, {})), "needs_network", act);
  }
  assert.equal(code(entry("scan", { text: "H-1" }, { screen: "move", destination: "RACK" })), "may be");
  assert.equal(code(entry("scan", { text: "H-1" }, { screen: "move" })), "needs_network");
  assert.equal(code(entry("scan", { text: "H-1" }, { screen: "receive" })), "needs_network");
});

test("slots fill, numbers go and the count grows while entries wait; what the server told stays", () => {
  const told = now();
  const shown = overlaid(told, [
    entry("scan", { text: "H-1" }),
    entry("scan", { text: "S-1" }),
    entry("produce", { quantity: "0.2" }),
  ], ada_now);
  const [made] = shown.jobs;
  assert.deepEqual(made?.slots[0]?.filled.map((one) => one.number), ["H-1"]);
  assert.deepEqual(made?.numbers, ["S-2"]);
  assert.equal(made?.made, "1.3");
  assert.equal(shown.events.length, 3);
  assert.deepEqual(told, now(), "the cache itself is not changed");
});

test("decimals are exact, and nothing is below nothing", () => {
  assert.equal(sum("0.1", "0.2"), "0.3");
  assert.equal(sum("9.5", "0.5"), "10");
  assert.deepEqual([rest("60", "59.75"), rest("1", "2"), rest("100", "90")], ["0.25", "0", "10"]);
  assert.deepEqual([lesser("9.5", "10"), lesser("10", "9.5"), lesser("2", "2.0")], ["9.5", "9.5", "2"]);
});

const asked = (one: Entry, shown = now()) => questionsOf(one, shown).map((each) => [each.word, each.told["quantity"], each.asks]);

test("what the bill says is not asked; a full slot, and one that nobody planned, ask how much", () => {
  const scan = entry("scan", { text: "H-1" });
  assert.deepEqual(asked(scan), []);
  const full = overlaid(now(), [entry("scan", { text: "H-1", quantity: "60" })], ada_now);
  assert.deepEqual(asked(scan, full), [["Another quantity", undefined, "quantity"]], "none of it is left");
  const unplanned = now();
  unplanned.jobs[0]?.slots.forEach((slot) => (slot.needed = null));
  assert.deepEqual(asked(scan, unplanned), [["All of it: 50 kg", "50", ""], ["Another quantity", undefined, "quantity"]]);
  assert.deepEqual(asked(entry("scan", { text: "H-1", quantity: "5" }), full), [], "it was said");
  assert.deepEqual(asked(entry("scan", { text: "H-1" }, { screen: "move", destination: "R" }), full), []);
});

test("a unit is one, and a lot that is made is as much as somebody says", () => {
  const shown = now();
  const [here] = shown.jobs;
  here?.slots.forEach((slot) => slot.next.forEach((each) => (each.kind = "serial")));
  here?.slots.forEach((slot) => (slot.needed = null));
  assert.deepEqual(asked(entry("scan", { text: "H-1" }), shown), []);
  assert.deepEqual(asked(entry("scan", { text: "S-1" }), shown), []);
  if (here) here.makes = "lot";
  assert.deepEqual(asked(entry("scan", { text: "S-1" }), shown), [["Quantity made", undefined, "quantity"]]);
  const made = overlaid(shown, [entry("scan", { text: "S-1", quantity: "40.5" })], ada_now);
  assert.equal(made.jobs[0]?.made, "40.6");
});

test("what goes into a slot is reckoned as the server does: what is missing, or all that is left of it", () => {
  const one = { ...lot("H-1", "next"), in_slot: "50" };
  const slot = { slot: "rubber", needed: "60", used: "0", uom: "KGM" } as Slot;
  assert.equal(reckoned(slot, one), "50");
  assert.equal(reckoned({ ...slot, used: "59.5" }, one), "0.5");
  assert.equal(reckoned({ ...slot, used: "60" }, one), null);
  assert.equal(reckoned({ ...slot, needed: null }, one), null);
  assert.equal(reckoned(slot, { ...one, in_slot: null }), "60", "another unit that nobody can compare");
});

test("a slot that was filled here is full, its lot is less, and the next scan goes where some is missing", () => {
  const told = now();
  const [here] = told.jobs;
  const again = structuredClone(here?.slots[0]);
  if (again) here?.slots.push({ ...again, slot: "more rubber", needed: "20" });
  const shown = overlaid(told, [
    entry("scan", { text: "H-1" }),
    entry("consume", { uri: "https://id.example/H-1", slot: "rubber", position: "", quantity: "10" }),
    entry("scan", { text: "H-1" }),
  ], ada_now);
  const slots = shown.jobs[0]?.slots.map((slot) => [slot.used, slot.next[0]?.in_slot, slot.next[0]?.remaining]);
  assert.deepEqual(slots, [["60", "0", "0"], ["20", "0", "0"]]);
});

test("what waits may be taken back by whoever did it, for a while; then it is as if not done", () => {
  const used = { ...entry("scan", { text: "H-1" }), id: "1" };
  const other = { ...entry("produce", { quantity: "2" }, {}, "P-2"), id: "2" };
  const shown = overlaid(now(), [used, other], ada_now);
  assert.deepEqual(shown.events.map((one) => [one.event_id, one.may_undo]), [
    ["urn:uuid:2", false],
    ["urn:uuid:1", true],
  ]);
  const undo = entry("undo", { event_id: "urn:uuid:1" });
  assert.equal(code(undo, shown), "may be");
  assert.equal(code(entry("undo", { event_id: "urn:uuid:2" }), shown), "needs_network");
  const after = overlaid(now(), [used, other, undo], ada_now);
  assert.deepEqual(after.jobs[0]?.slots[0]?.filled, []);
  assert.deepEqual(after.events.map((one) => one.event_id), ["urn:uuid:2"]);
  const late = { ...ada_now, at: ada_now.at + 6 * 60_000 };
  assert.ok(overlaid(now(), [used], late).events.every((one) => !one.may_undo));
  const before = now();
  before.events = [{ event_id: "urn:uuid:0", at: used.at, what: "", by: "Ada", may_undo: true }];
  assert.deepEqual(overlaid(before, [entry("undo", { event_id: "urn:uuid:0" })], ada_now).events, []);
});

test("a place or a running job that is scanned says where what follows goes, and is nothing done", () => {
  const place = entry("scan", { text: "https://id.example/414/DOCK" });
  assert.deepEqual(setBy(place, now()), { sets: { destination: "DOCK" }, goto: "move", scanned: "DOCK" });
  assert.equal(code(place), "may be");
  assert.equal(setBy(entry("scan", { text: "DOCK" }, { screen: "produce" }), now())?.goto, "");
  const open = entry("scan", { text: "MO-1/10" }, { screen: "ready", job: "" });
  assert.deepEqual(setBy(open, now()), { sets: { job: "MO-1/10" }, goto: "job", scanned: "MO-1/10" });
  assert.equal(code(open), "may be");
  assert.equal(code(open, now("planned")), "needs_network");
  assert.equal(code(entry("scan", { text: "DOCK" }, { screen: "ship" })), "needs_network");
  assert.deepEqual(overlaid(now(), [place, open], ada_now).events, []);
});

test("what is moved fills no slot of the job that is open", () => {
  const moved = entry("scan", { text: "H-1" }, { screen: "move", destination: "DOCK" });
  assert.deepEqual(overlaid(now(), [moved], ada_now).jobs, now().jobs);
});

test("who comes again by the badge after a break is here by it, and no more by the PIN before", () => {
  const again = { ...ada, proof: "badge" as const, since: "2026-11-23T07:00:00Z" };
  const idle = { minutes: 15, now: Date.parse("2026-11-23T07:01:00Z"), online: false };
  assert.deepEqual(peopleHere([ada], { ...NOBODY, came: [again] }, idle), [again]);
  const left = { "P-1": Date.parse("2026-11-23T06:50:00Z") };
  assert.deepEqual(peopleHere([ada], { ...NOBODY, came: [again], left }, idle), [again]);
  const proven = { ...ada, since: "2026-11-23T07:00:30Z" };
  assert.deepEqual(peopleHere([proven], { ...NOBODY, came: [again] }, idle), [proven]);
});

test("who worked on without the network is here still after the page was gone", () => {
  const at = Date.parse("2026-11-23T06:10:00Z");
  const seen = seenIn(NOBODY, [entry("measure", {}), { ...entry("measure", {}), at: "2026-11-23T06:05:00Z" }]);
  assert.deepEqual(seen.seen, { "P-1": at });
  const idle = { minutes: 15, now: at + 14 * 60_000, online: false };
  assert.deepEqual(peopleHere([ada], seen, idle), [ada]);
});

test("a number made here is known on its job", () => {
  assert.equal(resolve("S-2", now(), job("running")).kind, "made");
  assert.equal(resolve("S-3", now(), job("running")).kind, "unknown");
});

test("sessions end without a network as they would at the server", () => {
  const at = Date.parse(ada.since);
  const idle = (minutes: number, online = false) => ({ minutes: 15, now: at + minutes * 60_000, online });
  const here = (sessions: typeof NOBODY, minutes: number, online = false) =>
    peopleHere([ada], sessions, idle(minutes, online)).map((one) => one.person);
  assert.deepEqual(here(NOBODY, 14), ["P-1"]);
  assert.deepEqual(here(NOBODY, 16), []);
  assert.deepEqual(here(NOBODY, 16, true), ["P-1"], "with a network the server says it");
  assert.deepEqual(here({ ...NOBODY, seen: { "P-1": at + 10 * 60_000 } }, 16), ["P-1"]);
  assert.deepEqual(here({ ...NOBODY, left: { "P-1": at + 1 } }, 2), []);
  const ben = { ...ada, person: "P-2", name: "Ben", proof: "badge" as const };
  const both = { ...NOBODY, came: [ben] };
  assert.deepEqual(here(both, 1), ["P-1", "P-2"]);
  assert.deepEqual(settled(both, new Set()).came, []);
  assert.deepEqual(settled(both, new Set(["P-2"])).came, [ben]);
});

test("who acts goes on while she is here; else the only one does", () => {
  const ben = { ...ada, person: "P-2" };
  assert.equal(actingOf([ada, ben], "P-2"), "P-2");
  assert.equal(actingOf([ada], "P-2"), "P-1");
  assert.equal(actingOf([ada, ben], "P-3"), "");
});
