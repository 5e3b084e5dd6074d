/** Where the operator is and what stands before her: the only state that the faces keep. */
import { signal } from "@preact/signals";

import type { Act, Answer, Choice, Context, Screen, Told } from "../protocol.ts";
import type { SignInRefused } from "./port.ts";
import type { Reading } from "./task.ts";

/** Faces beside the screens that an entry can be made on. */
export type Aside = "people" | "documents" | "typed" | "camera";

/** The screen; that of the job while none is open is where one begins. */
export const screen = signal<Screen>("job");
let cameFrom: "job" | "ready" = "job";
export const aside = signal<Aside | null>(null);

/** Why this machine is no station yet, when a code was tried. */
export const notEnrolled = signal<SignInRefused | null>(null);
/** Something was scanned while a PIN is asked for. */
export const pinFirst = signal(false);

/** What was asked of the server: the same may be asked again, by somebody who may. */
export interface Request {
  act: Act;
  told: Told;
  context: Context;
}

/** What stands before the operator until it is read; one that came late cannot be asked again. */
export interface Refusal {
  answer: Answer;
  request: Request | null;
}

/** Whether somebody may let the rule pass: then a badge that is scanned is that person's. */
export function mayBeOpened({ answer, request }: Refusal): boolean {
  return request !== null && answer.may_override.length > 0;
}

/** A badge whose PIN is being given, the refusal that it is to open, and who acted before. */
export interface Asked {
  badge: string;
  name: string;
  opens: Refusal | null;
  before: string;
}
export const asked = signal<Asked | null>(null);

/** Refusals wait for their turn: one that was not read may not be covered by the next scan. */
export const standing = signal<readonly Refusal[]>([]);
/** What went well, shown for a moment and never in front of a refusal. */
export const done = signal<Answer | null>(null);
/** The refusal that somebody who may is opening; her reason is still to be told. */
export const overruling = signal<{ refusal: Refusal; before: string } | null>(null);
/** Several meanings of one scan. */
export const choosing = signal<Answer | null>(null);

/** One of them that needs a quantity or a reason to be said. */
export const asking = signal<Choice | null>(null);

/** The number of the job that is open; null: the one that the server has open here. */
export const job = signal<string | null>(null);
/** What the next scans go to, until it is changed. */
export const destination = signal<Place | null>(null);
export const container = signal<Place | null>(null);
export const note = signal<Place | null>(null);

/** Something sticky: what was scanned, and how it is called. */
export interface Place {
  text: string;
  name: string;
}

/** The characteristic that is measured when it is not the one that is due. */
export const characteristic = signal("");

/** What is measured, and with which gauge, when they were scanned. */
export const of = signal("");
export const gauge = signal("");

/** The number of what was made last, or whose label was scanned back: its label may come again. */
export const made = signal("");

/** What was read of plans that ask for more: by the job, the plan and what is measured. */
export const readings = signal<Readonly<Record<string, readonly Reading[]>>>({});

/** Keeps what was read until its plan is told; nothing puts it away. */
export function read(sheet: string, values: readonly Reading[]): void {
  const { [sheet]: _before, ...others } = readings.value;
  readings.value = values.length === 0 ? others : { ...others, [sheet]: values };
}

/** What was scanned last: the first that a hold is offered for. */
export const lastScanned = signal("");

/** The context of an entry that is made now. */
export function context(open: string): Context {
  const found: Context = { screen: screen.value, job: open };
  if (screen.value === "job" && open === "") found.screen = "ready";
  if (destination.value) found.destination = destination.value.text;
  if (container.value) found.container = container.value.text;
  if (note.value) found.note = note.value.text;
  return found;
}

/** What a screen asked for is kept: where things go, what is measured, which job is open. */
export function keep(sets: Record<string, string>, name: string): void {
  const sticky = { destination, container, note };
  for (const [kept, to] of Object.entries(sticky)) {
    const text = sets[kept];
    if (text !== undefined) to.value = text === to.value?.text ? to.value : { text, name };
  }
  if (sets["job"] !== undefined && sets["job"] !== job.value) {
    job.value = sets["job"];
    made.value = "";
  }
  if (sets["of"] !== undefined) of.value = sets["of"];
  if (sets["gauge"] !== undefined) gauge.value = sets["gauge"];
  if (sets["made"] !== undefined) made.value = sets["made"];
}

/** Goes to a screen; whatever stood beside it is put away. */
export function go(to: Screen): void {
  if (screen.value === "job" || screen.value === "ready") cameFrom = screen.value;
  screen.value = to;
  aside.value = null;
  characteristic.value = "";
}

/** Back to where a screen beside the job was gone to from. */
export function back(): void {
  go(cameFrom);
}

/** Whether nothing stands before the operator that a page loaded anew would have forgotten. */
export function isQuiet(): boolean {
  const asks = [asked, overruling, choosing, asking, done].some((one) => one.value !== null);
  return !asks && standing.value.length === 0;
}

/** Whether she is in the middle of nothing: where the next scan goes is what it is at the start. */
export function isIdle(open: string | null): boolean {
  const goes = [aside, destination, container, note].some((one) => one.value !== null);
  const begun = of.value !== "" || gauge.value !== "" || Object.keys(readings.value).length > 0;
  const other = job.value !== null && job.value !== (open ?? "");
  const home = screen.value === "job" || (screen.value === "ready" && open === null);
  return isQuiet() && home && !goes && !begun && !other;
}

/** Back to the job; where none is open, to where one begins. */
export function home(): void {
  go("job");
}
