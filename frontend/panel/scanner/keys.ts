/**
 * What a key means by where it lies. A scanner that plays a keyboard sends positions; the computer's
 * language turns them into letters, and a Turkish or German one into wrong letters. So only
 * `KeyboardEvent.code` is read, as a US keyboard has it: the setting that scanners leave the factory
 * with. Another setting is learned from one code (`check.ts`).
 */

/** GS1's separator between fields, ASCII 29. */
export const GS = "\x1d";

/** A key with what was held beside it: `KeyQ`, `Shift+KeyQ`, `AltGr+KeyQ`, `Ctrl+BracketRight`. */
export type Chord = string;

const SIGNS: [code: string, plain: string, shifted: string][] = [
  ["Digit1", "1", "!"],
  ["Digit2", "2", "@"],
  ["Digit3", "3", "#"],
  ["Digit4", "4", "$"],
  ["Digit5", "5", "%"],
  ["Digit6", "6", "^"],
  ["Digit7", "7", "&"],
  ["Digit8", "8", "*"],
  ["Digit9", "9", "("],
  ["Digit0", "0", ")"],
  ["Minus", "-", "_"],
  ["Equal", "=", "+"],
  ["BracketLeft", "[", "{"],
  ["BracketRight", "]", "}"],
  ["Backslash", "\\", "|"],
  ["IntlBackslash", "\\", "|"],
  ["Semicolon", ";", ":"],
  ["Quote", "'", '"'],
  ["Backquote", "`", "~"],
  ["Comma", ",", "<"],
  ["Period", ".", ">"],
  ["Slash", "/", "?"],
  ["Space", " ", " "],
  ["NumpadDecimal", ".", "."],
  ["NumpadAdd", "+", "+"],
  ["NumpadSubtract", "-", "-"],
  ["NumpadMultiply", "*", "*"],
  ["NumpadDivide", "/", "/"],
];

function usKeyboard(): Map<Chord, string> {
  const keys = new Map<Chord, string>();
  for (const letter of "abcdefghijklmnopqrstuvwxyz") {
    const capital = letter.toUpperCase();
    keys.set(`Key${capital}`, letter).set(`Shift+Key${capital}`, capital);
  }
  for (const digit of "0123456789") {
    keys.set(`Numpad${digit}`, digit).set(`Shift+Numpad${digit}`, digit);
  }
  for (const [code, plain, shifted] of SIGNS) keys.set(code, plain).set(`Shift+${code}`, shifted);
  // A control character is its letter with Ctrl; GS is Ctrl+]. Some scanners send F8 for it.
  keys.set("Ctrl+BracketRight", GS).set("Ctrl+Shift+BracketRight", GS).set("F8", GS);
  return keys;
}

export const US: ReadonlyMap<Chord, string> = usKeyboard();

/** Keys that end a scan; as control characters CR, LF and tab are Ctrl with M, J and I. */
export const ENDS: ReadonlySet<Chord> = new Set([
  "Enter",
  "NumpadEnter",
  "Tab",
  "Ctrl+KeyM",
  "Ctrl+KeyJ",
  "Ctrl+KeyI",
]);

const HELD = /^(Shift|Control|Alt|Meta)(Left|Right)$/;

/** True for a key that only changes what others mean. */
export function isHeldBeside(code: string): boolean {
  return HELD.test(code) || code === "CapsLock" || code === "NumLock";
}

const WRITES = /^(Key[A-Z]|Digit\d|Numpad(\d|Decimal|Add|Subtract|Multiply|Divide)|Intl\w+)$/;
const OTHERS_THAT_WRITE = new Set(SIGNS.map(([code]) => code));

/** True for a key that writes a character, on a keyboard of whatever country. */
export function writes(code: string): boolean {
  return WRITES.test(code) || OTHERS_THAT_WRITE.has(code);
}

/** The character of Alt with digits of the number pad: Alt+029 is GS. */
export function ofAltDigits(digits: string): string {
  return String.fromCharCode(Number.parseInt(digits, 10) % 256);
}
