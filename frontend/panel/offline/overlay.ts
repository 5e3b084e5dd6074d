/** What the station shows while entries wait: the server's state, and on top what was done here. */
import type { Done, Entry, Job, Lot, Now, Slot } from "../protocol.ts";
import { reckoned, resolve, subject } from "./deciding.ts";
import { rest, sum } from "./decimals.ts";
import { say } from "../words/local.ts";

const SHOWN_EVENTS = 5;

/** The state as it will be when these entries are recorded; the server's has the last word. */
export function overlaid(now: Now, entries: readonly Entry[]): Now {
  if (entries.length === 0) return now;
  const jobs = new Map(now.jobs.map((job) => [job.job, structuredClone(job)]));
  for (const entry of entries) {
    const job = jobs.get(entry.context.job);
    if (job) put(entry, job, now);
  }
  const done = entries.slice(-SHOWN_EVENTS).reverse().map((entry) => doneHere(entry, now));
  return {
    ...now,
    jobs: now.jobs.map((job) => jobs.get(job.job) ?? job),
    events: [...done, ...now.events].slice(0, SHOWN_EVENTS),
  };
}

function put(entry: Entry, job: Job, now: Now): void {
  const told = entry.told;
  if (entry.act === "scan") return scanned(entry, job, now);
  if (entry.act === "consume") return consumed(entry, job);
  if (entry.act === "produce") {
    const numbers = Array.isArray(told["numbers"]) ? told["numbers"].map(String) : [];
    job.numbers = job.numbers.filter((number) => !numbers.includes(number));
    job.made = sum(job.made, String(told["quantity"] ?? (numbers.length || 1)));
  } else if (entry.act === "measure") {
    const measure = job.measures.find((one) => one.characteristic === told["characteristic"]);
    if (measure) measure.last = [...measure.last, String(told["value"])];
    if (measure) measure.due = false;
  } else if (entry.act === "finish") job.state = "finished";
  else if (entry.act === "pause") job.state = "paused";
  else if (entry.act === "resume") job.state = "running";
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

function doneHere(entry: Entry, now: Now): Done {
  const what = say(now.station.language, "kept_here", { what: subject(entry) });
  return { event_id: "", at: entry.at, what, by: entry.person, may_undo: false };
}
