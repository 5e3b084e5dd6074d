/** Strokes become the text of a code. */
import { US } from "./keys.ts";
import type { Stroke } from "./wedge.ts";

/** What stands for a key that nobody knows: the server refuses it, and it is never left out. */
export const UNREADABLE = "\uFFFD";

/** What a scanner may send first to say which kind of code it read (ISO/IEC 15424). */
const KIND = /^\][A-Za-z][0-9A-Za-z]/;
/** Kinds that say how the text is to be read, by GS1's rules or as a GTIN; the server does. */
const MEANS = new Set(["]C1", "]d2", "]Q3", "]e0", "]J1", "]E0", "]E4"]);

export type Learned = Readonly<Record<string, string>>;

/** The text of one scan, without the kind of code where that says nothing of it. */
export function decode(strokes: readonly Stroke[], learned: Learned | null): string {
  return withoutKind(written(strokes, learned));
}

/** Every character as it came, before anything is taken off. */
export function written(strokes: readonly Stroke[], learned: Learned | null): string {
  return strokes.map((stroke) => character(stroke, learned)).join("");
}

/** The same text as it stands in the code, without any kind before it. */
export function bare(text: string): string {
  return text.replace(KIND, "");
}

function withoutKind(text: string): string {
  const kind = KIND.exec(text)?.[0];
  return kind === undefined || MEANS.has(kind) ? text : text.slice(kind.length);
}

function character(stroke: Stroke, learned: Learned | null): string {
  if ("char" in stroke) return stroke.char;
  // A keyboard on the screen has no positions: what it says it wrote is all there is.
  if (!/[A-Z]/.test(stroke.chord)) return stroke.key;
  return learned?.[stroke.chord] ?? US.get(stroke.chord) ?? UNREADABLE;
}
