import assert from "node:assert/strict";
import { test } from "node:test";
import { problemOf, resolve } from "../panel/offline/deciding.ts";
import { overlaid, sum } from "../panel/offline/overlay.ts";
import { actingOf, NOBODY, peopleHere, settled } from "../panel/offline/people.ts";
import type { Act, Context, Entry, Job, Lot, Now, Person } from "../panel/protocol.ts";

const ada: Person = { person: "P-1", name: "Ada", proof: "pin", roles: [], since: "2026-11-23T06:00:00Z" };

function lot(number: string, state: Lot["state"], why = ""): Lot {
  return {
    uri: `https://id.example/${number}`, number, texts: [`010952123454321310${number}`], remaining: "50",
    uom: "KGM", place: "RACK", expires_on: null, state, why,
  };
}

function job(state: Job["state"]): Job {
  const slot = {
    slot: "rubber", kind: "component" as const, material: "HB", name: "Bromobutyl", needed: "60",
    used: "0", uom: "KGM", filled: [], next: [lot("H-1", "next"), lot("H-2", "held", "wet")],
  };
  return {
    job: "MO-1/10", step: "10", equipment: "MIX-1", material: "LC", name: "Liner", planned: "100",
    made: "0.1", uom: "KGM", state, flow: "batch", makes: "serials", lot: "", slots: [slot],
    measures: [], documents: [], instructions: "", numbers: ["S-1", "S-2"],
  } as unknown as Job;
}

function now(state: Job["state"] = "running"): Now {
  const station = { code: "MIXER", language: "en", idle_minutes: 15 };
  return {
    station, people: [ada], badges: { "P-1": "Ada" }, jobs: [job(state)], open: "MO-1/10", events: [],
    kept: 0, position: 1, server_time: "2026-11-23T06:00:00Z",
  } as unknown as Now;
}

function entry(act: Act, told: Entry["told"], context: Partial<Context> = {}, person = "P-1"): Entry {
  return {
    id: "x", seq: 0, at: "2026-11-23T06:10:00Z", person, proof: "pin", live: false, act, told,
    context: { screen: "job", job: "MO-1/10", ...context },
  };
}

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
  for (const act of ["start", "receive", "pack", "ship", "undo", "reprint"] as const) {
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
  ]);
  const [made] = shown.jobs;
  assert.deepEqual(made?.slots[0]?.filled.map((one) => one.number), ["H-1"]);
  assert.deepEqual(made?.numbers, ["S-2"]);
  assert.equal(made?.made, "1.3");
  assert.equal(shown.events.length, 3);
  assert.deepEqual(told, now(), "the cache itself is not changed");
  assert.equal(sum("0.1", "0.2"), "0.3");
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
