/** The last values of a characteristic between its limits, small, without a scale to read. */
import type { JSX } from "preact";

import type { Measure } from "../protocol.ts";
import { figure, t } from "../words/words.ts";

const WIDTH = 320;
const HEIGHT = 120;
const EDGE = 14;

/** Points in the order in which they were measured; what is outside its limits is marked. */
export function Trend({ measure }: { measure: Measure }): JSX.Element | null {
  const values = measure.last.map(Number);
  if (values.length === 0) return null;
  const limits = [measure.lower, measure.upper].filter((one) => one !== null).map(Number);
  const all = [...values, ...limits];
  const low = Math.min(...all);
  const high = Math.max(...all);
  const y = (value: number) =>
    HEIGHT - EDGE - ((value - low) / (high - low || 1)) * (HEIGHT - 2 * EDGE);
  const x = (at: number) => EDGE + (at / Math.max(1, values.length - 1)) * (WIDTH - 2 * EDGE);
  const line = values.map((value, at) => `${at === 0 ? "M" : "L"}${x(at)} ${y(value)}`).join("");
  const said = t("trend", { values: measure.last.map(figure).join(" · ") });
  return (
    <svg
      class="trend"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="xMinYMid"
      role="img"
      aria-label={said}
    >
      {limits.map((limit) => (
        <path key={limit} class="limit" d={`M0 ${y(limit)}H${WIDTH}`} />
      ))}
      <path class="line" d={line} />
      {values.map((value, at) => (
        <circle key={at} class={outside(value, measure) ? "out" : ""} cx={x(at)} cy={y(value)} r="6" />
      ))}
    </svg>
  );
}

function outside(value: number, measure: Measure): boolean {
  if (measure.lower !== null && value < Number(measure.lower)) return true;
  return measure.upper !== null && value > Number(measure.upper);
}
