/** Big digits for a number that has to be told: no field, no keyboard of the machine's own. */
import type { JSX } from "preact";

import { Icon } from "./icons.tsx";
import { point, t } from "../words/words.ts";

const DIGITS = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];
const MOST = 14;

/** Keys that write a decimal; `plain` keeps every digit as it is, as a PIN wants it. */
export function Keypad(props: {
  value: string;
  change: (value: string) => void;
  plain?: boolean;
  decimals?: boolean;
  sign?: boolean;
  most?: number;
}): JSX.Element {
  const { value, change } = props;
  const put = (digit: string) => {
    if (value.length >= (props.most ?? MOST)) return;
    change(props.plain ? value + digit : typed(value, digit));
  };
  return (
    <div class="keypad" role="group" aria-label={t("keypad")}>
      {DIGITS.map((digit) => (
        <button type="button" key={digit} onClick={() => put(digit)}>
          {digit}
        </button>
      ))}
      {props.sign ? (
        <button type="button" onClick={() => change(turned(value))} aria-label={t("keypad.sign")}>
          {"±"}
        </button>
      ) : (
        <span />
      )}
      <button type="button" onClick={() => put("0")}>
        {"0"}
      </button>
      {props.decimals && (
        <button type="button" class="point" onClick={() => put(".")} aria-label={t("keypad.point")}>
          {point()}
        </button>
      )}
      <button
        type="button"
        class="erase"
        onClick={() => change(value.slice(0, -1))}
        aria-label={t("keypad.erase")}
      >
        <Icon name="erase" />
      </button>
    </div>
  );
}

/** What a value becomes when one more key is pressed: a decimal has one point and no leading 0. */
export function typed(value: string, key: string): string {
  if (key !== ".") return (value === "0" ? "" : value === "-0" ? "-" : value) + key;
  if (value.includes(".")) return value;
  return (value === "" || value === "-" ? `${value}0` : value) + ".";
}

function turned(value: string): string {
  return value.startsWith("-") ? value.slice(1) : `-${value}`;
}

/** Whether what was typed is a whole number or decimal that can be told. */
export function isNumber(value: string): boolean {
  return /^-?\d+(\.\d+)?$/.test(value);
}

/** What was typed, as this country writes it, while it is being typed. */
export function written(value: string): string {
  return value.replace("-", "−").replace(".", point());
}
