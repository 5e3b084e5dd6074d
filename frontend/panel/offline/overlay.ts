/** What the station shows while entries wait: the server's state, and on top what was done here. */
import type { Done, Entry, Job, Now } from "../protocol.ts";
import { resolve, subject } from "./deciding.ts";
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
    job.made = sum(job.made, "1");
  }
  if (meaning.kind !== "lot") return;
  const { uri, number } = meaning.lot;
  const slot = job.slots.find((one) => one.slot === meaning.slot.slot);
  const quantity = String(entry.told["quantity"] ?? "");
  slot?.filled.push({ uri, number, at: entry.at, quantity });
}

function doneHere(entry: Entry, now: Now): Done {
  const what = say(now.station.language, "kept_here", { what: subject(entry) });
  return { event_id: "", at: entry.at, what, by: entry.person, may_undo: false };
}

/** Exact in decimals: 0.1 and 0.2 are 0.3. */
export function sum(first: string, second: string): string {
  const places = Math.max(...[first, second].map((one) => one.split(".")[1]?.length ?? 0));
  const scaled = (one: string) => {
    const [whole = "0", part = ""] = one.split(".");
    return BigInt(whole + part.padEnd(places, "0"));
  };
  const both = (scaled(first) + scaled(second)).toString().padStart(places + 1, "0");
  return places === 0 ? both : `${both.slice(0, -places)}.${both.slice(-places)}`;
}
