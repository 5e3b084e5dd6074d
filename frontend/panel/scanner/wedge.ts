/**
 * Tells a scanner's keys from a person's by their timing, and scans from each other. Pure: keys
 * with their times go in; scans, and keys to give back to whoever typed them, come out.
 */
import { ENDS, isHeldBeside, ofAltDigits, writes, type Chord } from "./keys.ts";

/**
 * Scanners send a key every 1 to 30 ms, over Bluetooth up to 45; a fast typist needs 80, and
 * two fingers that roll over a pair of keys now and then 30, but never four times in a row.
 */
export const QUICK_MS = 50;
/** After this many quick keys it is a scanner, whatever follows. */
export const SURELY_A_SCANNER = 4;
/** A scanner may falter (a radio, a busy computer); 20 scans in 4 s lie 200 ms apart. */
export const FALTERS_MS = 120;
/** With Enter or Tab right behind them two keys are a scan: a badge may be as short as that. */
export const FEWEST_WITH_END = 2;

export interface Press {
  type: "down" | "up";
  code: string;
  /** Only for keys that have no position, as those of a keyboard on the screen. */
  key: string;
  shift: boolean;
  ctrl: boolean;
  alt: boolean;
  altGraph: boolean;
  repeats: boolean;
  /** Milliseconds, of one clock that never jumps. */
  at: number;
}

/** One character as it came: its chord, or the character itself where that is certain. */
export type Stroke = { chord: Chord; key: string } | { char: string };

export interface Heard {
  scan(strokes: readonly Stroke[]): void;
  /** These were a person's after all. */
  typed(keys: readonly string[]): void;
}

interface Kept {
  stroke: Stroke;
  key: string;
}

export class Wedge {
  private kept: Kept[] = [];
  private lastAt = Number.NEGATIVE_INFINITY;
  private endedAt = Number.NEGATIVE_INFINITY;
  private altDigits: string | null = null;
  private readonly swallowed = new Set<string>();

  constructor(private readonly heard: Heard) {}

  /** Takes one key; true: nobody else is to see it. */
  press(press: Press): boolean {
    if (press.type === "up") return this.release(press);
    const takes = this.down(press);
    if (takes) this.swallowed.add(press.code);
    return takes;
  }

  /** When `rest` has something to decide; null while nothing is kept. */
  get dueAt(): number | null {
    return this.kept.length === 0 ? null : this.lastAt + this.patience();
  }

  /** Time went by without a key. */
  rest(at: number): void {
    if (this.kept.length > 0 && at - this.lastAt > this.patience()) this.settle();
  }

  private down(press: Press): boolean {
    this.rest(press.at);
    if (press.code === "AltLeft" || press.code === "AltRight") this.altDigits = "";
    if (isHeldBeside(press.code)) return this.heldBeside(press);
    if (this.isAltDigit(press)) return this.altDigit(press);
    const chord = chordOf(press);
    if (ENDS.has(chord)) return this.end(press);
    if (!this.belongs(press, chord)) {
      this.settle();
      return false;
    }
    this.keep({ chord, key: press.key }, press);
    return true;
  }

  private release(press: Press): boolean {
    if (press.code === "AltLeft" || press.code === "AltRight") {
      const digits = this.altDigits;
      this.altDigits = null;
      if (digits) this.keep({ char: ofAltDigits(digits) }, press);
    }
    return this.swallowed.delete(press.code);
  }

  /** A scanner sends these with the same haste, so a scan that began goes on. */
  private heldBeside(press: Press): boolean {
    if (this.isInScan()) this.lastAt = press.at;
    return this.isInScan();
  }

  /** Alt with the number pad writes a character by its number, when Alt is let go. */
  private isAltDigit(press: Press): boolean {
    return press.alt && this.altDigits !== null && /^Numpad\d$/.test(press.code);
  }

  private altDigit(press: Press): boolean {
    this.altDigits += press.code.slice("Numpad".length);
    this.lastAt = press.at;
    return true;
  }

  private belongs(press: Press, chord: Chord): boolean {
    if (press.repeats) return false;
    if (press.code === "") return press.key.length === 1;
    if (chord === "F8") return this.isInScan();
    if (!writes(press.code)) return false;
    if (chord === "Space") return this.isInScan();
    if (chord.startsWith("AltGr+")) return true;
    if (press.ctrl) return chord.endsWith("BracketRight") || this.isInScan();
    return !press.alt;
  }

  private end(press: Press): boolean {
    const quick = press.at - this.lastAt <= this.patience();
    if (this.kept.length >= FEWEST_WITH_END && quick) {
      this.endedAt = press.at;
      this.give();
      return true;
    }
    this.settle();
    // CR and LF, or Enter and Tab: the second belongs to the scan as well.
    return press.at - this.endedAt <= QUICK_MS;
  }

  private keep(stroke: Stroke, press: Press): void {
    this.kept.push({ stroke, key: press.key });
    this.lastAt = press.at;
  }

  private isInScan(): boolean {
    return this.kept.length > 0;
  }

  private patience(): number {
    return this.kept.length >= SURELY_A_SCANNER ? FALTERS_MS : QUICK_MS;
  }

  /** Nothing more comes: it was a scan without an end, or a person. */
  private settle(): void {
    if (this.kept.length >= SURELY_A_SCANNER) this.give();
    else if (this.kept.length > 0) {
      const keys = this.kept.map((one) => one.key).filter((key) => key.length === 1);
      this.kept = [];
      this.heard.typed(keys);
    }
  }

  private give(): void {
    const strokes = this.kept.map((one) => one.stroke);
    this.kept = [];
    this.heard.scan(strokes);
  }
}

function chordOf(press: Press): Chord {
  // Windows tells AltGr as Ctrl and Alt together.
  const altGr = press.altGraph || (press.ctrl && press.alt);
  const held = [
    press.ctrl && !altGr ? "Ctrl+" : "",
    altGr ? "AltGr+" : "",
    press.shift ? "Shift+" : "",
  ];
  return held.join("") + press.code;
}
