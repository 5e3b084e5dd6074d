/** What may be done without a network, told from what the server last showed this station. */
import type { Act, Answer, Choice, Entry, Job, Lot, Now, Screen, Slot, Told } from "../protocol.ts";
import { bare } from "../scanner/decoding.ts";
import { say, type LocalWord } from "../words/local.ts";
import { quantity } from "../words/words.ts";
import { isNothing, lesser, rest } from "./decimals.ts";

/** Acts that happen whether a server is there or not; it hears of them later. */
const NEEDS_NO_NETWORK: ReadonlySet<Act> = new Set([
  "pause",
  "resume",
  "finish",
  "consume",
  "put_back",
  "mount",
  "unmount",
  "produce",
  "scrap",
  "measure",
  "move",
  "hold",
  "undo",
  "badge_in",
  "badge_out",
]);
/** Of these, what belongs to a job that this station must be running. */
const OF_A_JOB: ReadonlySet<Act> = new Set(["consume", "produce", "finish", "pause", "mount"]);

/** Where a job or a place that is scanned only says where what follows goes. */
const SET_THERE: ReadonlySet<Screen> = new Set(["ready", "job", "produce", "measure", "move"]);

/** What a scan sets, where nothing is done by it. */
export type Setting = Pick<Answer, "sets" | "goto" | "scanned">;

/** A scan as the cache has it. */
export type Meaning =
  | { kind: "lot"; job: Job; slot: Slot; lot: Lot }
  | { kind: "made"; job: Job; number: string }
  | { kind: "unknown" };

interface Problem {
  code: LocalWord;
  sentence: string;
  next: LocalWord;
}

/** What a text says on a job's screen, by the texts of the labels that the cache knows. */
export function resolve(text: string, now: Now, job: Job | undefined): Meaning {
  const scanned = bare(text);
  const jobs = job ? [job] : now.jobs;
  for (const one of jobs) {
    const [first, ...others] = one.slots.flatMap((slot) => {
      const lot = slot.next.find((each) => names(each).includes(scanned));
      return lot ? [{ kind: "lot" as const, job: one, slot, lot }] : [];
    });
    if (first) return [first, ...others].find(({ slot }) => isWanting(slot)) ?? first;
    if (one.numbers.includes(scanned)) return { kind: "made", job: one, number: scanned };
  }
  return { kind: "unknown" };
}

/** Whether an entry may be taken now; null means that it may. */
export function problemOf(entry: Entry, now: Now): Problem | null {
  if (entry.person === "") return problem(now, "nobody_here", {}, "nobody_here_next");
  const job = now.jobs.find((one) => one.job === entry.context.job);
  if (entry.act === "scan") return problemOfScan(entry, now, job);
  if (!NEEDS_NO_NETWORK.has(entry.act)) return needsNetwork(now);
  if (entry.act === "undo") {
    const of = now.events.find((one) => one.event_id === entry.told["event_id"]);
    return of?.may_undo ? null : needsNetwork(now);
  }
  const lacksJob = OF_A_JOB.has(entry.act) && job?.state !== "running";
  return lacksJob ? problem(now, "not_running", {}, "needs_network_next") : null;
}

/**
 * How much of a lot goes into its slot, as the server will reckon it: what the slot still misses,
 * or all of the lot where that is less. Null where nothing says it.
 */
export function reckoned(slot: Slot, lot: Lot): string | null {
  if (slot.needed === null) return null;
  const missing = rest(slot.needed, slot.used);
  if (isNothing(missing)) return null;
  return isNothing(lot.in_slot ?? "0") ? missing : lesser(missing, lot.in_slot ?? "0");
}

/** What a person has to say of a scan before it can be kept; none where nothing is open. */
export function questionsOf(entry: Entry, now: Now): Choice[] {
  if (entry.act !== "scan" || entry.told["quantity"] !== undefined) return [];
  if (entry.context.screen === "move") return [];
  const job = now.jobs.find((one) => one.job === entry.context.job);
  const meaning = resolve(String(entry.told["text"] ?? ""), now, job);
  const { language } = now.station;
  if (meaning.kind === "made") {
    return meaning.job.makes === "lot" ? [choice(entry, say(language, "made_quantity"))] : [];
  }
  if (meaning.kind !== "lot" || meaning.lot.kind === "serial") return [];
  const { slot, lot } = meaning;
  if (reckoned(slot, lot) !== null) return [];
  const other = choice(entry, say(language, "other_quantity"));
  const all = lot.in_slot ?? "0";
  if (isNothing(all)) return [other];
  const word = say(language, "all_of_it", { much: quantity(all, slot.uom) });
  return [choice(entry, word, all), other];
}

/** The same scan, with how much: told, or still to be asked. */
function choice(entry: Entry, word: string, much?: string): Choice {
  const asks = much === undefined ? ("quantity" as const) : ("" as const);
  const told = much === undefined ? entry.told : { ...entry.told, quantity: much };
  return { word, act: "scan", told, asks, goto: "" };
}

/** What a scan of a place, or of a job that runs here, sets; null for anything else. */
export function setBy(entry: Entry, now: Now): Setting | null {
  if (entry.act !== "scan" || !SET_THERE.has(entry.context.screen)) return null;
  const text = bare(String(entry.told["text"] ?? ""));
  const job = now.jobs.find((one) => one.job === text && one.state === "running");
  if (job) return { sets: { job: job.job }, goto: "job", scanned: job.job };
  const place = now.places?.find((one) => one.texts.includes(text));
  if (place === undefined) return null;
  const stays = entry.context.screen === "produce";
  return { sets: { destination: place.code }, goto: stays ? "" : "move", scanned: place.code };
}

/** What an entry speaks of, for the sentence that says it is kept. */
export function subject(entry: Entry): string {
  for (const name of ["text", "number", "value", "quantity", "reason"]) {
    const told = entry.told[name];
    if (typeof told === "string" && told !== "") return bare(told);
  }
  const read = entry.told["values"];
  if (Array.isArray(read)) return read.map((one: Told) => String(one["value"])).join(" · ");
  return entry.context.job || entry.person;
}

function problemOfScan(entry: Entry, now: Now, job: Job | undefined): Problem | null {
  const text = typeof entry.told["text"] === "string" ? entry.told["text"] : "";
  const onMove = entry.context.screen === "move";
  if (setBy(entry, now) !== null) return null;
  if (!onMove && entry.context.screen !== "job" && entry.context.screen !== "produce") {
    return needsNetwork(now);
  }
  const meaning = resolve(text, now, onMove ? undefined : job);
  if (meaning.kind === "unknown") {
    return problem(now, "not_known_here", { what: bare(text) }, "not_known_here_next");
  }
  if (onMove) return entry.context.destination ? null : needsNetwork(now);
  if (meaning.job.state !== "running") {
    return problem(now, "not_running", {}, "needs_network_next");
  }
  return meaning.kind === "lot" ? problemOfLot(meaning.lot, now) : null;
}

function problemOfLot(lot: Lot, now: Now): Problem | null {
  if (lot.state !== "held" && lot.state !== "expired") return null;
  return problem(now, lot.state, { what: lot.number, why: lot.why }, "not_usable_next");
}

function needsNetwork(now: Now): Problem {
  return problem(now, "needs_network", {}, "needs_network_next");
}

function problem(
  now: Now,
  code: LocalWord,
  about: Record<string, string>,
  next: LocalWord,
): Problem {
  return { code, sentence: say(now.station.language, code, about), next };
}

function isWanting(slot: Slot): boolean {
  return slot.needed === null || !isNothing(rest(slot.needed, slot.used));
}

function names(lot: Lot): string[] {
  return [lot.number, lot.uri, ...lot.texts].map(bare);
}

/** An answer of the panel's own, in the shape of the server's. */
export function localAnswer(
  entry: Entry,
  told: Pick<Answer, "verdict" | "code" | "sentence" | "next_step"> & Partial<Answer>,
): Answer {
  return {
    id: entry.id,
    act: entry.act,
    event_id: "",
    scanned: entry.act === "scan" ? subject(entry) : "",
    expected: "",
    who_may: "",
    may_override: [],
    choices: [],
    findings: [],
    goto: "",
    labels: 0,
    sets: {},
    ...told,
  };
}
