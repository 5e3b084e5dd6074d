import assert from "node:assert/strict";
import { test } from "node:test";
import { isNumber, typed, written } from "../panel/screens/keypad.tsx";
import { day, figure, language, quantity, t } from "../panel/words/words.ts";

test("a decimal is written as the country writes it, and no digit is lost", () => {
  language.value = "de";
  assert.equal(figure("12345678901234567890.123456789"), "12.345.678.901.234.567.890,123456789");
  assert.equal(figure("9.10"), "9,1");
  assert.equal(figure("-0.5"), "−0,5");
  language.value = "en";
  assert.equal(quantity("1500.0", "KGM"), "1,500 kg");
  assert.equal(quantity("3", "C62"), "3");
  assert.equal(quantity("3", "XYZ"), "3 XYZ");
});

test("a sentence has what stands between its braces, in each language", () => {
  for (const [code, said] of [["en", "Scan: Kalıp"], ["tr", "Okutun: Kalıp"], ["de", "Scannen: Kalıp"]] as const) {
    language.value = code;
    assert.equal(t("say.scan", { what: "Kalıp" }), said);
  }
});

test("a day is the same day in every time zone", () => {
  language.value = "en";
  assert.equal(day("2026-12-24"), "2026-12-24");
});

test("the keypad writes one point and no leading nothing", () => {
  const keys = (pressed: string) => [...pressed].reduce(typed, "");
  assert.equal(keys("007"), "7");
  assert.equal(keys(".5"), "0.5");
  assert.equal(keys("1.2.3"), "1.23");
  assert.equal(keys("0.05"), "0.05");
  assert.ok(isNumber("0.05") && isNumber("-3") && !isNumber("3.") && !isNumber("-") && !isNumber(""));
  language.value = "tr";
  assert.equal(written("-3.5"), "−3,5");
});
