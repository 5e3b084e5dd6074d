/** The words of the faces, in the station's language; the server's sentences come translated. */
import { signal } from "@preact/signals";
import type { Station } from "../protocol.ts";
import de from "./de.json";
import en from "./en.json";
import tr from "./tr.json";

export type Language = Station["language"];
export type Word = keyof typeof en;
type Said = Record<string, string | number>;

const WORDS: Record<Language, Record<Word, string>> = { en, tr, de };

export const language = signal<Language>("en");

/** The word in the language of the station, with what stands between its braces. */
export function t(word: Word, said: Said = {}): string {
  return WORDS[language.value][word].replace(/\{(\w+)\}/g, (_, name: string) =>
    String(said[name] ?? ""),
  );
}

/** A decimal as the station's country writes it, digit for digit: it is never rounded. */
export function figure(decimal: string): string {
  const [whole = "0", part = ""] = decimal.replace("-", "").split(".");
  const grouped = new Intl.NumberFormat(language.value).format(BigInt(whole || "0"));
  const rest = part.replace(/0+$/, "");
  const sign = decimal.startsWith("-") ? "−" : "";
  return `${sign}${grouped}${rest && point() + rest}`;
}

/** What stands between units and tenths here. */
export function point(): string {
  return language.value === "en" ? "." : ",";
}

/** The hour and minute of a moment, in the station's own time. */
export function clock(moment: string | number): string {
  return new Intl.DateTimeFormat(language.value, { hour: "2-digit", minute: "2-digit", hour12: false }).format(
    new Date(moment),
  );
}

/** A day as it is written here, and as the server's sentences write it: ISO 8601 in English. */
export function day(date: string): string {
  if (language.value === "en") return date.slice(0, 10);
  return new Intl.DateTimeFormat(language.value, {
    day: "2-digit", month: "2-digit", year: "numeric", timeZone: "UTC",
  }).format(new Date(date));
}

const UNITS: Record<string, string> = {
  KGM: "kg", GRM: "g", TNE: "t", MGM: "mg", LTR: "l", MLT: "ml", MTR: "m", CMT: "cm", MMT: "mm",
  MTK: "m²", MTQ: "m³", C62: "", H87: "", EA: "", CEL: "°C", P1: "%", BAR: "bar",
};

/** A unit code of Recommendation 20 as it is written beside a number; pieces have none. */
export function unit(code: string): string {
  return UNITS[code] ?? code;
}

/** A quantity with its unit. */
export function quantity(decimal: string, uom: string): string {
  const written = unit(uom);
  return written ? `${figure(decimal)} ${written}` : figure(decimal);
}
