/** What the station shows while entries wait: the server's state, and on top what was done here. */
import type { Act, Done, Entry, Job, Lot, Now, Slot, Told } from "../protocol.ts";
import { reckoned, resolve, setBy, subject } from "./deciding.ts";
import { rest, sum } from "./decimals.ts";
import { bare } from "../scanner/decoding.ts";
import { say } from "../words/local.ts";

const SHOWN_EVENTS = 5;

/** What may be taken back, as the server has it; of a scan, what it did with a thing. */
const MAY_BE_UNDONE: ReadonlySet<Act> = new Set([
  ...(["start", "pause", "resume", "finish", "consume", "put_back", "mount", "unmount"] as const),
  ...(["produce", "measure", "receive", "move", "pack", "ship", "hold", "scrap"] as const),
]);

/** Who acts, and when (milliseconds). */
export interface Acting {
  person: string;
  at: number;
}

/** The state as it will be when these entries are recorded; the server's has the last word. */
export function overlaid(now: Now, entries: readonly Entry[], acting: Acting): Now {
  if (entries.length === 0) return now;
  const undone = new Set(entries.filter((one) => one.act === "undo").map((one) => one.told["event_id"]));
  const standing = entries.filter((one) => one.act !== "undo" && !undone.has(eventOf(one)));
  const jobs = new Map(now.jobs.map((job) => [job.job, structuredClone(job)]));
  // Labels of what was taken back may hang on something: their numbers are not given again.
  const gone = entries.filter((one) => undone.has(eventOf(one))).flatMap(numbersOf);
  for (const job of jobs.values()) job.numbers = without(job.numbers, gone);
  for (const entry of standing) {
    const job = jobs.get(entry.context.job);
    if (job) put(entry, job, now);
  }
  const done = standing.filter((entry) => setBy(entry, now) === null).slice(-SHOWN_EVENTS).reverse();
  const told = now.events.filter((one) => !undone.has(one.event_id));
  return {
    ...now,
    jobs: now.jobs.map((job) => jobs.get(job.job) ?? job),
    events: [...done.map((entry) => doneHere(entry, now, acting)), ...told].slice(0, SHOWN_EVENTS),
  };
}

/** The numbers that something made got: told, or scanned from its label. */
function numbersOf(entry: Entry): string[] {
  if (entry.act === "scan") return [bare(String(entry.told["text"] ?? ""))];
  const numbers = entry.act === "produce" ? entry.told["numbers"] : null;
  return Array.isArray(numbers) ? numbers.map(String) : [];
}

function without(all: readonly string[], gone: readonly string[]): string[] {
  return all.filter((one) => !gone.includes(one));
}

/** What an entry will be called on record. */
function eventOf(entry: Entry): string {
  return `urn:uuid:${entry.id}`;
}

function put(entry: Entry, job: Job, now: Now): void {
  const told = entry.told;
  // What is moved stays outside the job, whichever is open.
  if (entry.context.screen === "move") return;
  if (entry.act === "scan") return scanned(entry, job, now);
  if (entry.act === "consume") return consumed(entry, job);
  if (entry.act === "produce") {
    const numbers = numbersOf(entry);
    job.numbers = without(job.numbers, numbers);
    job.made = sum(job.made, String(told["quantity"] ?? (numbers.length || 1)));
  } else if (entry.act === "measure") {
    for (const read of readingsOf(told)) {
      const measure = job.measures.find((one) => one.characteristic === read["characteristic"]);
      if (measure?.kind === "number") measure.last = [...measure.last, String(read["value"])];
      if (measure) measure.due = false;
    }
  } else if (entry.act === "finish") job.state = "finished";
  else if (entry.act === "pause") job.state = "paused";
  else if (entry.act === "resume") job.state = "running";
}

/** The values of a plan, or the one that was told alone. */
function readingsOf(told: Told): Told[] {
  const values = told["values"];
  return Array.isArray(values) ? (values as Told[]) : [told];
}

function scanned(entry: Entry, job: Job, now: Now): void {
  const meaning = resolve(String(entry.told["text"] ?? ""), now, job);
  if (meaning.kind === "made") {
    job.numbers = job.numbers.filter((number) => number !== meaning.number);
    job.made = sum(job.made, String(entry.told["quantity"] ?? "1"));
  }
  if (meaning.kind === "lot") fill(entry, job, meaning.slot, meaning.lot);
}

/** What a person chose of the server's question before the network went. */
function consumed(entry: Entry, job: Job): void {
  const { uri, slot: name, position } = entry.told;
  const slot = job.slots.find((one) => one.slot === name && (one.position ?? "") === position);
  const lot = slot?.next.find((one) => one.uri === uri);
  if (slot && lot) fill(entry, job, slot, lot);
}

function fill(entry: Entry, job: Job, slot: Slot, lot: Lot): void {
  const told = entry.told["quantity"];
  const quantity = told === undefined ? (reckoned(slot, lot) ?? "") : String(told);
  slot.filled.push({ uri: lot.uri, number: lot.number, at: entry.at, quantity });
  if (quantity === "") return;
  slot.used = sum(slot.used, quantity);
  for (const other of job.slots.filter((one) => one.uom === slot.uom)) {
    const same = other.next.find((one) => one.uri === lot.uri);
    if (same?.in_slot) same.in_slot = rest(same.in_slot, quantity);
    if (same?.uom === slot.uom) same.remaining = rest(same.remaining, quantity);
  }
}

function doneHere(entry: Entry, now: Now, acting: Acting): Done {
  const what = say(now.station.language, "kept_here", { what: subject(entry) });
  const by = now.badges[entry.person] ?? entry.person;
  return { event_id: eventOf(entry), at: entry.at, what, by, may_undo: mayUndo(entry, now, acting) };
}

/** By the same person, for a while; the server judges it by the same two times. */
function mayUndo(entry: Entry, now: Now, acting: Acting): boolean {
  if (entry.act !== "scan" && !MAY_BE_UNDONE.has(entry.act)) return false;
  const age = acting.at - Date.parse(entry.at);
  return entry.person === acting.person && age <= now.station.undo_minutes * 60_000;
}
