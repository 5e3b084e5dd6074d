/** One printed code tells how a station's scanner writes: what it sent beside what stands there. */
import check from "./check.json";
import picture from "./check.svg";
import { US } from "./keys.ts";
import { bare, written, type Learned } from "./decoding.ts";
import type { Stroke } from "./wedge.ts";

/**
 * All that labels carry: letters, digits, GS1's signs and those of a web address, and GS between.
 * It has no sign that some keyboard writes with a dead key, since that takes two strokes.
 */
export const CHECK_TEXT = check.text;
export const CHECK_PICTURE: string = picture;

export interface Found {
  text: string;
  /** Whether it came as it is printed. */
  fits: boolean;
  /** What to keep so that it does ({}: nothing any more); null when nothing is to be learned. */
  map: Record<string, string> | null;
}

/** What a scan of the check says about the scanner, as the station hears it now. */
export function examine(strokes: readonly Stroke[], learned: Learned | null): Found {
  const text = bare(written(strokes, learned));
  if (text === CHECK_TEXT) return { text, fits: true, map: null };
  const isUsual = bare(written(strokes, null)) === CHECK_TEXT;
  return { text, fits: false, map: isUsual ? {} : learn(strokes) };
}

/**
 * The map that makes the check read right; null when the strokes are not one for one the
 * characters of the check, as when a sign was left out or another code was scanned.
 */
export function learn(strokes: readonly Stroke[]): Record<string, string> | null {
  const printed = [...CHECK_TEXT];
  // A scanner that tells the kind of code sends three characters before it.
  const sent = strokes.slice(strokes.length === printed.length + 3 ? 3 : 0);
  if (sent.length !== printed.length) return null;
  const map: Record<string, string> = {};
  for (const [index, stroke] of sent.entries()) {
    const char = printed[index];
    if (char === undefined) return null;
    if ("char" in stroke) {
      if (stroke.char !== char) return null;
      continue;
    }
    if ((map[stroke.chord] ??= char) !== char) return null;
  }
  const differs = Object.entries(map).filter(([chord, char]) => US.get(chord) !== char);
  return differs.length === 0 ? null : Object.fromEntries(differs);
}
