import assert from "node:assert/strict";
import { test } from "node:test";
import type { Job, Lot, Measure, Slot } from "../panel/protocol.ts";
import {
  left, lotsToShow, share, stands, stillAsked, task, verdictOf, withReading,
} from "../panel/screens/task.ts";

const filled = [{ uri: "u", number: "GT-1", at: "2026-11-23T08:00:00Z", quantity: "60" }];
const slot = (given: Partial<Slot> = {}): Slot => ({
  slot: "1", position: "", kind: "component", material: "GT", name: "Green tyre", needed: "100", used: "0",
  uom: "KGM", filled: [], next: [], ...given,
});
const measure = (given: Partial<Measure> = {}): Measure => ({
  plan: "P", characteristic: "W", name: "Weight", kind: "number", uom: "KGM", lower: "9.1",
  upper: "9.6", choices: [], gauge: "", gauge_valid: true, due: false, last: [], ...given,
});
const job = (given: Partial<Job> = {}): Job => ({
  job: "J-1", step: "10", equipment: "PRESS", material: "T", name: "Tyre", planned: "100",
  made: "0", uom: "C62", state: "running", flow: "", makes: "lot", lot: "", slots: [],
  measures: [], documents: [], instructions: "", numbers: [], ...given,
});

test("a job asks for one thing: to start, to fill the first open slot, to measure, to make", () => {
  const full = slot({ used: "100", filled });
  const half = slot({ slot: "2", used: "60", filled });
  assert.equal(task(job({ state: "planned", slots: [half] })).kind, "start");
  assert.equal(task(job({ state: "paused", slots: [half] })).kind, "resume");
  const filling = task(job({ slots: [full, half, slot({ slot: "3" })], measures: [measure()] }));
  assert.ok(filling.kind === "fill" && filling.slot === half);
  assert.deepEqual([full, half, slot({ slot: "3" })].map((one) => stands(one, filling)), ["done", "next", "open"]);
  assert.equal(task(job({ slots: [full], measures: [measure({ due: true })] })).kind, "measure");
  assert.equal(task(job({ slots: [full] })).kind, "make");
  assert.equal(task(job({ slots: [full], makes: "serials" })).kind, "scan_units");
  assert.equal(task(job({ slots: [full], made: "100" })).kind, "finish");
});

test("a slot without a needed quantity is full with the first lot, a tool's too", () => {
  assert.equal(task(job({ slots: [slot({ needed: null, filled })] })).kind, "make");
  assert.equal(task(job({ slots: [slot({ needed: null })] })).kind, "fill");
});

test("what is left is told digit for digit, and is never below nothing", () => {
  assert.equal(left(job({ planned: "100", made: "62.5" })), "37.5");
  assert.equal(left(job({ planned: "0.3", made: "0.1" })), "0.2");
  assert.equal(left(job({ planned: "20.10", made: "0.1" })), "20");
  assert.equal(left(job({ planned: "100", made: "100.0" })), "0");
  assert.equal(left(job({ planned: "100", made: "120" })), "0");
  assert.equal(left(job({ planned: null, made: "3" })), "0");
  assert.equal(share(job({ planned: "100", made: "120" })), 1);
  assert.equal(share(job({ planned: null, made: "120" })), 0);
});

test("held and expired lots are shown behind those that may be used, and never crowd them out", () => {
  const lot = (number: string, state: Lot["state"]): Lot => ({
    uri: number, number, kind: "lot", texts: [number], remaining: "1", uom: "KGM", in_slot: "1",
    place: "", expires_on: null, state, why: "",
  });
  const next = [
    lot("H1", "held"), lot("A", "next"), lot("B", "other"), lot("X1", "expired"), lot("C", "other"),
    lot("D", "other"), lot("E", "other"), lot("H2", "held"),
  ];
  assert.deepEqual(lotsToShow(slot({ next }), 5).map((one) => one.number), ["A", "B", "C", "H1", "X1"]);
  const few = next.filter((one) => one.state === "held");
  assert.deepEqual(lotsToShow(slot({ next: few }), 5).map((one) => one.number), ["H1", "H2"]);
});

test("a value is below, above or between, and nothing while it is being typed", () => {
  assert.equal(verdictOf("9.05", measure()), "below");
  assert.equal(verdictOf("9.1", measure()), "in");
  assert.equal(verdictOf("9.61", measure()), "above");
  assert.equal(verdictOf("-", measure()), null);
  assert.equal(verdictOf("", measure()), null);
  assert.equal(verdictOf("5", measure({ lower: null, upper: null })), null);
});

test("a plan is told when all that it asks for was read, each once, in its own order", () => {
  const asked = ["W", "B", "S"].map((characteristic) => measure({ characteristic }));
  const [weight, bead] = asked as [Measure, Measure];
  const first = withReading(asked, [], { characteristic: "B", value: "pass" });
  assert.deepEqual(stillAsked(asked, first, bead).map((one) => one.characteristic), ["W", "S"]);
  const again = withReading(asked, first, { characteristic: "W", value: "9.2" });
  const last = withReading(asked, again, { characteristic: "B", value: "fail" });
  assert.deepEqual(last.map((one) => one.value), ["9.2", "fail"]);
  assert.deepEqual(stillAsked(asked, last, weight).map((one) => one.characteristic), ["S"]);
});
