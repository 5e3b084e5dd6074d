/** What a job asks of its operator next, told from the job alone. */
import type { Job, Lot, Measure, Slot } from "../protocol.ts";

/** One value of a plan that is not told yet. */
export interface Reading {
  characteristic: string;
  value: string;
  gauge?: string;
}

export type Filled = "done" | "next" | "open";

export type Task =
  | { kind: "start" }
  | { kind: "resume" }
  | { kind: "fill"; slot: Slot }
  | { kind: "measure"; measure: Measure }
  | { kind: "make" }
  | { kind: "scan_units" }
  | { kind: "finish" };

/** Whether as much as the bill asks for has been scanned into a slot. */
export function isFull(slot: Slot): boolean {
  if (slot.filled.length === 0) return false;
  return slot.needed === null || Number(slot.used) >= Number(slot.needed);
}

/** The one thing to do now: a job that runs fills its slots in the order of the bill. */
export function task(job: Job): Task {
  if (job.state === "planned") return { kind: "start" };
  if (job.state === "paused") return { kind: "resume" };
  const slot = job.slots.find((one) => !isFull(one));
  if (slot) return { kind: "fill", slot };
  const measure = job.measures.find((one) => one.due);
  if (measure) return { kind: "measure", measure };
  if (left(job) === "0") return { kind: "finish" };
  return { kind: job.makes === "serials" ? "scan_units" : "make" };
}

/** How a slot stands: of those that are not full only the one asked for is the next. */
export function stands(slot: Slot, asked: Task): Filled {
  if (isFull(slot)) return "done";
  return asked.kind === "fill" && asked.slot === slot ? "next" : "open";
}

/** What is still to be made, as an exact decimal; "0" when nothing or nothing was planned. */
export function left(job: Job): string {
  if (job.planned === null) return "0";
  const places = Math.max(tenths(job.planned), tenths(job.made));
  const rest = scaled(job.planned, places) - scaled(job.made, places);
  return rest > 0n ? unscaled(rest, places) : "0";
}

/** The part of what was planned that is made, between 0 and 1. */
export function share(job: Job): number {
  const planned = Number(job.planned ?? "0");
  if (planned <= 0) return 0;
  return Math.min(1, Number(job.made) / planned);
}

/** Lots in the order in which they are looked for: what may be used, then what may not. */
export function lotsToShow(slot: Slot, most: number): Lot[] {
  const legal = slot.next.filter((lot) => lot.state === "next" || lot.state === "other");
  const barred = slot.next.filter((lot) => lot.state === "held" || lot.state === "expired");
  const shown = legal.slice(0, Math.max(1, most - Math.min(barred.length, 2)));
  return [...shown, ...barred.slice(0, most - shown.length)];
}

/** Where a value lies between its limits; null where it has none or is no number yet. */
export function verdictOf(value: string, measure: Measure): "in" | "below" | "above" | null {
  const number = Number(value);
  if (value === "" || Number.isNaN(number)) return null;
  if (measure.lower !== null && number < Number(measure.lower)) return "below";
  if (measure.upper !== null && number > Number(measure.upper)) return "above";
  return measure.lower === null && measure.upper === null ? null : "in";
}

/** What a plan asks for beside this one and has not got yet: it goes on record whole. */
export function stillAsked(
  asked: readonly Measure[],
  read: readonly Reading[],
  now: Measure,
): Measure[] {
  const known = new Set([now, ...read].map((one) => one.characteristic));
  return asked.filter((one) => !known.has(one.characteristic));
}

/** The readings with this one, in the order of the plan: the newest of a characteristic counts. */
export function withReading(
  asked: readonly Measure[],
  read: readonly Reading[],
  now: Reading,
): Reading[] {
  const newest = new Map([...read, now].map((one) => [one.characteristic, one]));
  return asked.flatMap((one) => newest.get(one.characteristic) ?? []);
}

function tenths(decimal: string): number {
  return decimal.split(".")[1]?.length ?? 0;
}

function scaled(decimal: string, places: number): bigint {
  const [whole = "0", part = ""] = decimal.split(".");
  return BigInt(whole + part.padEnd(places, "0"));
}

function unscaled(value: bigint, places: number): string {
  if (places === 0) return value.toString();
  const digits = value.toString().padStart(places + 1, "0");
  return `${digits.slice(0, -places)}.${digits.slice(-places)}`.replace(/\.?0+$/, "");
}
