/** How much of what was planned is made, as a ring. */
import type { JSX } from "preact";

import type { Job } from "../protocol.ts";
import { share } from "./task.ts";
import { figure, t, unit } from "../words/words.ts";

const RADIUS = 96;
const ROUND = 2 * Math.PI * RADIUS;

/** The ring with what is made in it; a job without a plan shows the number alone. */
export function Ring({ job }: { job: Job }): JSX.Element {
  const made = figure(job.made);
  const written = unit(job.uom);
  const planned = job.planned === null ? written : `/ ${figure(job.planned)} ${written}`.trim();
  return (
    <svg class="ring" viewBox="0 0 230 230" role="img" aria-label={t("ring", { made, planned })}>
      <circle cx="115" cy="115" r={RADIUS} class="whole" />
      <circle
        cx="115"
        cy="115"
        r={RADIUS}
        class={share(job) > 0 ? "part" : "part none"}
        stroke-dasharray={`${share(job) * ROUND} ${ROUND}`}
        transform="rotate(-90 115 115)"
      />
      <text x="115" y="124" class="made" font-size={made.length > 5 ? 36 : 54}>
        {made}
      </text>
      <text x="115" y="154" class="planned">
        {planned}
      </text>
    </svg>
  );
}
