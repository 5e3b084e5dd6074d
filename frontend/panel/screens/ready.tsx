/** Screen 1: nothing is open here; whatever is scanned begins it. */
import type { JSX } from "preact";

import type { Job, Screen } from "../protocol.ts";
import { tell } from "./acting.ts";
import { Events } from "./events.tsx";
import { Frame, Key, Prompt } from "./frame.tsx";
import type { IconName } from "./icons.tsx";
import * as place from "./place.ts";
import { actor, type Panel } from "./port.ts";
import { quantity, t } from "../words/words.ts";

const WAYS: [Screen & ("receive" | "move" | "pack" | "ship"), IconName][] = [
  ["receive", "receive"],
  ["move", "move"],
  ["pack", "pack"],
  ["ship", "ship"],
];

/** Scan a badge, a job or a lot; the jobs of this station, and the other work. */
export function Ready({ panel }: { panel: Panel }): JSX.Element {
  const now = panel.now.value;
  const nobody = (now?.people ?? []).length === 0;
  return (
    <Frame panel={panel} where={now?.station.name ?? ""} keys={<ReadyKeys nobody={nobody} />}>
      <div class="two">
        <div class="column">
          <Prompt
            say={t(nobody ? "ready.badge" : "ready.job")}
            why={t(nobody ? "ready.badge_why" : "ready.job_why", { name: actor(panel)?.name ?? "" })}
          />
          <Jobs panel={panel} jobs={now?.jobs ?? []} nobody={nobody} />
        </div>
        <aside class="card">
          <h2>{t("events")}</h2>
          <Events panel={panel} />
          <div class="beside">
            <button type="button" class="link" onClick={() => (place.aside.value = "typed")}>
              {t("ready.typed")}
            </button>
            <button type="button" class="link" onClick={() => (place.aside.value = "camera")}>
              {t("ready.camera")}
            </button>
          </div>
        </aside>
      </div>
    </Frame>
  );
}

function ReadyKeys({ nobody }: { nobody: boolean }): JSX.Element {
  return (
    <>
      {WAYS.map(([to, icon]) => (
        <Key key={to} word={t(`key.${to}`)} icon={icon} off={nobody} press={() => place.go(to)} />
      ))}
      <Key word={t("key.hold")} icon="stop" look="warn" off={nobody} press={() => place.go("hold")} />
    </>
  );
}

function Jobs(props: { panel: Panel; jobs: Job[]; nobody: boolean }): JSX.Element {
  if (props.jobs.length === 0) return <p class="quiet">{t("ready.no_jobs")}</p>;
  return (
    <ol class="jobs" aria-label={t("ready.jobs")}>
      {props.jobs.slice(0, 6).map((job) => (
        <li key={job.job}>
          <button
            type="button"
            class="slot"
            disabled={props.nobody}
            onClick={() => void tell(props.panel, "scan", { text: job.job })}
          >
            <span class="of">
              <b>{job.name}</b>
              <small class="number">{t("where.job", { job: job.job, step: job.step })}</small>
            </span>
            <span class="much">
              <b class="number">{job.planned === null ? "" : quantity(job.planned, job.uom)}</b>
              <small>{t(`state.${job.state}`)}</small>
            </span>
          </button>
        </li>
      ))}
    </ol>
  );
}
