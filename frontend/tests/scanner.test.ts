import assert from "node:assert/strict";
import { test } from "node:test";
import { CHECK_TEXT, examine, learn } from "../panel/scanner/check.ts";
import { bare, decode } from "../panel/scanner/decoding.ts";
import { GS } from "../panel/scanner/keys.ts";
import { Wedge, type Press, type Stroke } from "../panel/scanner/wedge.ts";
import { CONFIGURED, garble, keysOf, SEPARATORS, type Sent } from "./scanners.ts";
import { Random } from "./random.ts";

const LABEL = `]d20109521234543213${"10"}BC-7731${GS}17270131`;

function hear(presses: Press[], endAt = Number.MAX_SAFE_INTEGER) {
  const scans: (readonly Stroke[])[] = [];
  const typed: string[] = [];
  const seen: string[] = [];
  const wedge = new Wedge({ scan: (one) => scans.push(one), typed: (keys) => typed.push(...keys) });
  for (const press of presses) {
    if (!wedge.press(press) && press.type === "down") seen.push(press.key);
  }
  wedge.rest(endAt);
  return { scans, typed, seen };
}

function timed(keys: Sent[], gap: () => number, from = 0): Press[] {
  let at = from;
  return keys.map((key) => ({ ...key, at: (at += key.type === "down" ? gap() : 0.2) }));
}

const every = (ms: number) => () => ms;

test("a code is one scan, on a host of any language, with GS in each way", () => {
  for (const host of ["us", "tr", "de"] as const) {
    for (const separator of SEPARATORS) {
      const keys = keysOf(LABEL, { scanner: "us", separator, end: "Enter" }).map(garble(host));
      const { scans, typed, seen } = hear(timed(keys, every(2)));
      assert.deepEqual(scans.map((one) => decode(one, null)), [LABEL], `${host} ${separator}`);
      assert.deepEqual(typed, []);
      assert.deepEqual(seen.filter((key) => key.length === 1), [], "no field saw any of it");
    }
  }
});

test("a kind of code before the text is taken off, and GS1's is left for the server", () => {
  const sent = (text: string) => {
    const keys = keysOf(text, { scanner: "us", separator: "ctrl", end: "none" });
    return hear(timed(keys, every(2))).scans.map((one) => decode(one, null));
  };
  assert.deepEqual(sent("]C0HB-7731"), ["HB-7731"]);
  assert.deepEqual(sent("]d1HB-7731"), ["HB-7731"]);
  assert.deepEqual(sent("]Q1HB-7731"), ["HB-7731"]);
  assert.deepEqual(sent("]E04012345678901"), ["]E04012345678901"], "an EAN is a GTIN");
  for (const kind of ["]C1", "]d2", "]Q3", "]e0"]) {
    assert.deepEqual(sent(`${kind}0109521234543213`), [`${kind}0109521234543213`]);
    assert.equal(bare(`${kind}0109521234543213`), "0109521234543213");
  }
});

test("without an end a pause ends the scan, and two scans stay two", () => {
  const keys = (text: string) => keysOf(text, { scanner: "us", separator: "ctrl", end: "none" });
  const first = timed(keys("HB-7731"), every(3));
  const second = timed(keys("HB-7732"), every(3), 200);
  const { scans } = hear([...first, ...second]);
  assert.deepEqual(scans.map((one) => decode(one, null)), ["HB-7731", "HB-7732"]);
});

test("twenty scans in four seconds are twenty", () => {
  const texts = Array.from({ length: 20 }, (_, at) => `GT-1182${String(at).padStart(2, "0")}`);
  const presses = texts.flatMap((text, at) =>
    timed(keysOf(text, { scanner: "us", separator: "ctrl", end: "Enter" }), every(4), at * 200),
  );
  const { scans } = hear(presses);
  assert.deepEqual(scans.map((one) => decode(one, null)), texts);
});

test("Enter and Tab behind a scan press no button, and CR LF is one end", () => {
  for (const end of ["Enter", "Tab", "CRLF", "Ctrl+M"] as const) {
    const keys = keysOf("1150", { scanner: "us", separator: "ctrl", end });
    const { scans, seen } = hear(timed(keys, every(2)));
    assert.equal(scans.length, 1, end);
    assert.deepEqual(seen.filter((key) => key === "Enter" || key === "Tab"), [], end);
  }
});

test("what a person types stays typed, and her Enter and shortcuts pass", () => {
  const keys = keysOf("4711", { scanner: "us", separator: "ctrl", end: "Enter" });
  const { scans, typed, seen } = hear(timed(keys, every(90)));
  assert.deepEqual(scans, []);
  assert.deepEqual(typed, ["4", "7", "1", "1"]);
  assert.deepEqual(seen, ["Enter"]);
  const reload = [key("ControlLeft", "Control", { ctrl: true }), key("KeyR", "r", { ctrl: true })];
  assert.deepEqual(hear(timed(reload, every(90))).seen, ["Control", "r"]);
  const moves = ["ArrowDown", "Escape", "Tab", "Space", "F5"].map((code) => key(code, code));
  assert.equal(hear(timed(moves, every(90))).seen.length, moves.length);
});

test("two keys that a typist rolls over are no scan; nor is a key that is held", () => {
  const rolled = [...timed([key("KeyT", "t"), key("KeyH", "h")], every(30))];
  assert.deepEqual(hear(rolled), { scans: [], typed: ["t", "h"], seen: [] });
  const held = Array.from({ length: 20 }, (_, at) => key("KeyA", "a", { repeats: at > 0 }));
  assert.deepEqual(hear(timed(held, every(30))).scans, []);
});

test("capital letters do not depend on the caps lock of the computer", () => {
  const keys = keysOf("HB-7731x", { scanner: "us", separator: "ctrl", end: "Enter" });
  const locked = keys.map((one) => ({ ...one, key: swapped(one.key) }));
  assert.deepEqual(hear(timed(locked, every(2))).scans.map((one) => decode(one, null)), ["HB-7731x"]);
});

test("a key that nobody knows is never left out silently", () => {
  const keys = [key("KeyA", "a"), key("IntlRo", "ろ"), key("KeyB", "b"), key("KeyC", "c")];
  const { scans } = hear(timed(keys, every(2)));
  assert.deepEqual(scans.map((one) => decode(one, null)), ["a\uFFFDbc"]);
});

test("one scan of the check makes a scanner of another setting read right", () => {
  for (const scanner of CONFIGURED) {
    const strokes = (text: string) => {
      const keys = keysOf(text, { scanner, separator: "ctrl", end: "Enter" });
      const { scans } = hear(timed(keys, every(2)));
      assert.equal(scans.length, 1, scanner);
      return scans[0] ?? [];
    };
    const found = examine(strokes(CHECK_TEXT), null);
    assert.equal(found.fits, scanner === "us", scanner);
    assert.equal(found.map === null, scanner === "us", scanner);
    assert.ok(examine(strokes(CHECK_TEXT), found.map).fits, scanner);
    assert.equal(decode(strokes(LABEL), found.map), LABEL, scanner);
    assert.deepEqual(learn(strokes(`]d1${CHECK_TEXT}`)), found.map, `${scanner} with a kind`);
  }
});

test("a scanner that is set back is found, and what was learned is forgotten", () => {
  const learned = learn(strokesOf(CHECK_TEXT, "de"));
  const found = examine(strokesOf(CHECK_TEXT, "us"), learned);
  assert.deepEqual([found.fits, found.map], [false, {}]);
  assert.deepEqual(examine(strokesOf(CHECK_TEXT, "tr"), learned).map, learn(strokesOf(CHECK_TEXT, "tr")));
});

test("nothing is learned from another code, or from one that came in part", () => {
  const strokes = (text: string) =>
    hear(timed(keysOf(text, { scanner: "de", separator: "ctrl", end: "Enter" }), every(2))).scans[0] ?? [];
  assert.equal(examine(strokes("HB-7731"), null).map, null);
  assert.equal(examine(strokes(CHECK_TEXT.slice(1)), null).map, null);
  const swappedTwo = `${CHECK_TEXT[1]}${CHECK_TEXT[0]}${CHECK_TEXT.slice(2)}`;
  assert.equal(examine(strokes(swappedTwo), null).map, null, "the ends of the check disagree");
});

test("any text, any scanner, any GS, any timing of a scanner: the same text", () => {
  const random = new Random(20261123);
  for (let round = 0; round < 2_000; round += 1) {
    const scanner = random.of(CONFIGURED);
    const learned = learn(strokesOf(CHECK_TEXT, scanner));
    const separator = random.of(SEPARATORS);
    const end = random.of(["Enter", "Tab", "CRLF", "Ctrl+M", "none"] as const);
    const host = random.of(["us", "tr", "de"] as const);
    const texts = Array.from({ length: 1 + random.below(4) }, () => text(random));
    let from = 0;
    const presses = texts.flatMap((one) => {
      const gap = () => 1 + random.below(44);
      const keys = keysOf(one, { scanner, separator, end }).map(garble(host));
      const sent = timed(keys, gap, from);
      from = (sent.at(-1)?.at ?? 0) + 125 + random.below(500);
      return sent;
    });
    const { scans, typed } = hear(presses);
    const read = scans.map((one) => decode(one, learned));
    assert.deepEqual(read, texts, JSON.stringify({ round, scanner, separator, end, host }));
    assert.deepEqual(typed, []);
  }
});

test("any keys at any time: nothing is lost, nothing comes twice, nothing throws", () => {
  const random = new Random(7);
  const codes = ["KeyA", "KeyB", "Digit1", "BracketRight", "Enter", "Tab", "Space", "AltLeft", "Numpad2", "F8", "Escape", ""];
  for (let round = 0; round < 3_000; round += 1) {
    const keys = Array.from({ length: random.below(60) }, () => {
      const code = random.of(codes);
      const held = { ctrl: random.below(8) === 0, alt: random.below(8) === 0, shift: random.below(4) === 0 };
      const name = held.ctrl || held.alt || !code.startsWith("Key") ? code.slice(-1).toLowerCase() : code.slice(3);
      return key(code, name, held, random.of(["down", "down", "up"] as const));
    });
    const presses = timed(keys, () => random.of([1, 5, 30, 49, 51, 119, 121, 400]));
    const { scans, typed, seen } = hear(presses);
    const downs = presses.filter((one) => one.type === "down").length;
    assert.ok(scans.flat().length + typed.length + seen.length <= downs + keys.filter((one) => one.type === "up").length);
    const plain = presses.filter((one) => one.type === "down" && one.code.startsWith("Key") && !one.ctrl && !one.alt);
    const strokes = scans.flat().filter((one) => "chord" in one && /^(Shift\+)?Key/.test(one.chord)).length;
    const given = typed.filter((one) => one === "A" || one === "B").length;
    assert.equal(strokes + given, plain.length, "every letter is in a scan or with its typist");
  }
});

function strokesOf(text: string, scanner: (typeof CONFIGURED)[number]): readonly Stroke[] {
  const keys = keysOf(text, { scanner, separator: "ctrl", end: "Enter" });
  return hear(timed(keys, every(2))).scans[0] ?? [];
}

/** A text of at least four signs that the check has; GS separates, so no code begins with it. */
function text(random: Random): string {
  const signs = [...CHECK_TEXT].filter((sign) => sign !== " " && sign !== "]");
  const first = random.of(signs.filter((sign) => sign !== GS));
  return first + Array.from({ length: 3 + random.below(40) }, () => random.of(signs)).join("");
}

function key(code: string, name: string, held: Partial<Sent> = {}, type: "down" | "up" = "down"): Sent {
  return { type, code, key: name, shift: false, ctrl: false, alt: false, altGraph: false, repeats: false, ...held };
}

function swapped(name: string): string {
  if (!/^[A-Za-z]$/.test(name)) return name;
  return name === name.toUpperCase() ? name.toLowerCase() : name.toUpperCase();
}
