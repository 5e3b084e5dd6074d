/** What a touch or a scan sets off, and where its answer is shown. */
import type { Act, Answer, Choice, Told } from "../protocol.ts";
import * as place from "./place.ts";
import type { Panel } from "./port.ts";
import { signal as sound } from "./sound.ts";

export const OK_SHOWN_MS = 700;
/** A refusal that stood this long was seen: the next scan takes it away. */
const READ_AFTER_MS = 900;

let before: Promise<void> = Promise.resolve();
let stoodSince = 0;
let gone: ReturnType<typeof setTimeout> | undefined;

/** One touch of a big button. */
export async function tell(panel: Panel, act: Act, told: Told = {}): Promise<Answer> {
  return request(panel, { act, told, context: place.context(openJob(panel)) });
}

/** One scan, wherever the operator is; what the one before opened or set is its context. */
export function scanned(panel: Panel, text: string): Promise<void> {
  const turn = before.then(() => take(panel, text));
  before = turn.catch(() => undefined);
  return turn;
}

async function take(panel: Panel, text: string): Promise<void> {
  if (!panel.enrolled.value) return enrol(panel, text);
  const known = panel.now.value?.badges[text];
  if (place.asked.value !== null && known === undefined) return pinFirst();
  readByNow();
  place.choosing.value = null;
  place.asking.value = null;
  place.lastScanned.value = text;
  if (known !== undefined) return badge(panel, text, known);
  await tell(panel, "scan", { text });
}

/** The code of the office makes this machine a station. */
export async function enrol(panel: Panel, code: string): Promise<void> {
  place.notEnrolled.value = await panel.enrol(code);
  if (place.notEnrolled.value) sound("refused");
}

/** Whose scan it is, is not known before the PIN: it is not taken, and that is said. */
function pinFirst(): void {
  place.pinFirst.value = true;
  sound("refused");
}

/** What was refused is done all the same, under the name of whoever opened it, and why. */
export async function overrule(panel: Panel, refusal: place.Refusal, reason: string): Promise<void> {
  const { answer, request: made } = refusal;
  if (made === null) return;
  place.standing.value = place.standing.value.filter((one) => one !== refusal);
  const override = answer.may_override.map((code) => ({ code, reason }));
  await request(panel, { ...made, told: { ...made.told, override } });
}

async function request(panel: Panel, made: place.Request): Promise<Answer> {
  const answer = await panel.tell(made.act, made.told, made.context);
  hear(panel, answer, made);
  return answer;
}

/** One of several meanings; what it needs is asked first. */
export async function choose(panel: Panel, answer: Answer, choice: Choice): Promise<void> {
  place.choosing.value = null;
  if (choice.goto) place.go(choice.goto);
  if (choice.asks) ask(answer, choice);
  else await tell(panel, choice.act, choice.told);
}

/** Its question names the thing, whatever the button said. */
function ask(answer: Answer, choice: Choice): void {
  const { scanned } = answer;
  const word = choice.word.includes(scanned) ? choice.word : `${scanned} · ${choice.word}`;
  place.asking.value = { ...choice, word };
}

/** A badge is known before anybody is asked: it takes over, or asks for its PIN. */
function badge(panel: Panel, text: string, name: string): void {
  const opens = place.standing.value.find(place.mayBeOpened) ?? null;
  const here = panel.now.value?.people.find((one) => one.person === text);
  if (here && !opens && (here.proof === "pin" || !panel.link.value.online)) {
    panel.takeOver(text);
    greet(name);
  } else {
    place.pinFirst.value = false;
    place.asked.value = { badge: text, name, opens, before: panel.acting.value };
  }
}

/** Shows an answer as what it is. */
export function hear(panel: Panel, answer: Answer, request: place.Request | null = null): void {
  if (answer.verdict === "choose") {
    several(answer);
  } else if (answer.verdict === "ok" && answer.findings.length === 0) {
    well(answer);
  } else {
    stand({ answer, request });
  }
  place.keep(answer.sets ?? {}, answer.scanned);
  if (answer.verdict === "ok") follow(panel, answer);
}

/** The one thing that it can mean is done as soon as it is told how much, or why. */
function several(answer: Answer): void {
  const [only, ...others] = answer.choices;
  if (only?.asks && others.length === 0) ask(answer, only);
  else place.choosing.value = answer;
  sound("heed");
}

function well(answer: Answer): void {
  sound("ok");
  place.done.value = answer;
  clearTimeout(gone);
  gone = setTimeout(() => (place.done.value = null), OK_SHOWN_MS);
}

function stand(refusal: place.Refusal): void {
  sound(refusal.answer.verdict === "refused" ? "refused" : "heed");
  if (place.standing.value.length === 0) stoodSince = Date.now();
  place.standing.value = [...place.standing.value, refusal];
}

/** Where an act that went well leads; a badge that only the server knew leads to its PIN. */
function follow(panel: Panel, answer: Answer): void {
  const { person, name } = answer.sets ?? {};
  if (person !== undefined) badge(panel, person, name ?? person);
  else if (answer.goto !== "") place.go(answer.goto);
}

/** Takes the refusal away that was read. */
export function understood(): void {
  place.standing.value = place.standing.value.slice(1);
  stoodSince = Date.now();
}

function readByNow(): void {
  if (place.standing.value.length > 0 && Date.now() - stoodSince > READ_AFTER_MS) understood();
}

/** The number of the job that is open here; "" for none. */
export function openJob(panel: Panel): string {
  return place.job.value ?? panel.now.value?.open ?? "";
}

/** Whether a page that is loaded anew would be missed by nobody. */
export function mayRest(panel: Panel): boolean {
  if (panel.waiting.value.length > 0) return false;
  const now = panel.now.value;
  if (now === null || now.people.length === 0) return place.isQuiet();
  return place.isIdle(now.open);
}

/** Somebody came: her name for a moment, as with everything that went well. */
export function greet(name: string): void {
  place.asked.value = null;
  well({
    id: "", verdict: "ok", act: "badge_in", event_id: "", sentence: name, scanned: "", expected: "",
    next_step: "", who_may: "", may_override: [], choices: [], findings: [], code: "", goto: "",
    labels: 0, sets: {},
  });
}
