/** Scanners of several settings: the keys that each sends for a text, and what a host makes of them. */
import { GS, US } from "../panel/scanner/keys.ts";
import type { Press } from "../panel/scanner/wedge.ts";

export type Sent = Omit<Press, "at">;
export const CONFIGURED = ["us", "tr", "de"] as const;
export const SEPARATORS = ["ctrl", "alt", "f8", "raw"] as const;
export type Scanner = (typeof CONFIGURED)[number];
export type End = "Enter" | "Tab" | "CRLF" | "Ctrl+M" | "none";

/** Where a Turkish Q and a German keyboard write a sign elsewhere than a US one. */
const ELSEWHERE: Record<Scanner, Record<string, string>> = {
  us: {},
  tr: {
    i: "Quote", ",": "Backslash", ";": "Shift+Backslash", ".": "Slash", ":": "Shift+Slash",
    '"': "Backquote", "*": "Minus", "?": "Shift+Minus", "-": "Equal", _: "Shift+Equal",
    "!": "Shift+Digit1", "'": "Shift+Digit2", "+": "Shift+Digit4", "%": "Shift+Digit5",
    "&": "Shift+Digit6", "/": "Shift+Digit7", "(": "Shift+Digit8", ")": "Shift+Digit9",
    "=": "Shift+Digit0", "#": "AltGr+Digit3", $: "AltGr+Digit4", "[": "AltGr+Digit8",
    "]": "AltGr+Digit9", "@": "AltGr+KeyQ", "<": "IntlBackslash", ">": "Shift+IntlBackslash",
    [GS]: "Ctrl+BracketRight",
  },
  de: {
    y: "KeyZ", z: "KeyY", Y: "Shift+KeyZ", Z: "Shift+KeyY",
    "-": "Slash", _: "Shift+Slash", ":": "Shift+Period", ";": "Shift+Comma",
    "+": "BracketRight", "*": "Shift+BracketRight", "#": "Backslash", "'": "Shift+Backslash",
    '"': "Shift+Digit2", $: "Shift+Digit4", "%": "Shift+Digit5", "&": "Shift+Digit6",
    "/": "Shift+Digit7", "(": "Shift+Digit8", ")": "Shift+Digit9", "=": "Shift+Digit0",
    "?": "Shift+Minus", "[": "AltGr+Digit8", "]": "AltGr+Digit9", "@": "AltGr+KeyQ",
    "<": "IntlBackslash", ">": "Shift+IntlBackslash", [GS]: "Ctrl+BracketRight",
  },
};

const US_CHORDS = new Map([...US].reverse().map(([chord, char]) => [char, chord]));

interface Setting {
  scanner: Scanner;
  separator: (typeof SEPARATORS)[number];
  end: End;
}

/** What the scanner sends: keys down and up, with Shift and the others around them. */
export function keysOf(text: string, setting: Setting): Sent[] {
  const sent = [...text].flatMap((char) =>
    char === GS ? separator(setting.separator) : chordKeys(chordOf(char, setting.scanner), char),
  );
  return [...sent, ...ends(setting.end)];
}

function chordOf(char: string, scanner: Scanner): string {
  const chord = ELSEWHERE[scanner][char] ?? US_CHORDS.get(char);
  if (chord === undefined) throw new RangeError(`no key for ${char}`);
  return chord;
}

const HELD: [prefix: string, code: string, flag: "shift" | "ctrl" | "altGraph"][] = [
  ["Ctrl+", "ControlLeft", "ctrl"],
  ["AltGr+", "AltRight", "altGraph"],
  ["Shift+", "ShiftLeft", "shift"],
];

function chordKeys(chord: string, char: string): Sent[] {
  const code = chord.slice(chord.lastIndexOf("+") + 1);
  const held = HELD.filter(([prefix]) => chord.includes(prefix));
  const flags = Object.fromEntries(held.map(([, , flag]) => [flag, true]));
  const key = { ...nothingHeld, ...flags, code, key: char, repeats: false };
  return [
    ...held.map(([, one, flag]) => ({ ...nothingHeld, [flag]: true, type: "down" as const, code: one, key: one, repeats: false })),
    { ...key, type: "down" },
    { ...key, type: "up" },
    ...held.map(([, one]) => ({ ...nothingHeld, type: "up" as const, code: one, key: one, repeats: false })),
  ];
}

const nothingHeld = { shift: false, ctrl: false, alt: false, altGraph: false };

function separator(way: Setting["separator"]): Sent[] {
  if (way === "ctrl") return chordKeys("Ctrl+BracketRight", "]");
  if (way === "f8") return chordKeys("F8", "F8");
  if (way === "raw") return chordKeys("", GS);
  const alt = { ...nothingHeld, alt: true, repeats: false };
  return [
    { ...alt, type: "down", code: "AltLeft", key: "Alt" },
    ...["0", "2", "9"].flatMap((digit): Sent[] => [
      { ...alt, type: "down", code: `Numpad${digit}`, key: digit },
      { ...alt, type: "up", code: `Numpad${digit}`, key: digit },
    ]),
    { ...nothingHeld, repeats: false, type: "up", code: "AltLeft", key: "Alt" },
  ];
}

function ends(end: End): Sent[] {
  if (end === "none") return [];
  if (end === "CRLF") return [...chordKeys("Enter", "Enter"), ...chordKeys("Ctrl+KeyJ", "j")];
  if (end === "Ctrl+M") return chordKeys("Ctrl+KeyM", "m");
  return chordKeys(end, end);
}

/** What the computer's language makes of a position; it never reaches the text of a scan. */
export function garble(host: Scanner): (sent: Sent) => Sent {
  const written = new Map(Object.entries(ELSEWHERE[host]).map(([char, chord]) => [chord, char]));
  return (sent) => {
    const chord = (sent.shift ? "Shift+" : "") + sent.code;
    return { ...sent, key: (sent.code && written.get(chord)) || sent.key };
  };
}
