/** Screen 2: the job that is open here. */
import type { JSX } from "preact";

import type { Job } from "../protocol.ts";
import { tell } from "./acting.ts";
import { Events } from "./events.tsx";
import { Frame, Key, Prompt, whereOf } from "./frame.tsx";
import * as place from "./place.ts";
import type { Panel } from "./port.ts";
import { Ring } from "./ring.tsx";
import { Slots } from "./slots.tsx";
import { left, type Task, task } from "./task.ts";
import { quantity, t } from "../words/words.ts";

/** What to do, the slots, how much is made, what was done, and the keys. */
export function JobScreen({ panel, job }: { panel: Panel; job: Job }): JSX.Element {
  const asked = task(job);
  return (
    <Frame
      panel={panel}
      where={whereOf(panel, "")}
      keys={<JobKeys panel={panel} job={job} asked={asked} />}
    >
      <div class="two">
        <div class="column">
          <Prompt say={imperative(asked)} why={because(asked, job)} />
          <Slots slots={job.slots} asked={asked} />
        </div>
        <aside class="card">
          <p class="product">
            {job.name} <small class="number">{job.material}</small>
          </p>
          <div class="made-and-more">
            <Ring job={job} />
            <button type="button" class="link" onClick={() => place.go("produce")}>
              {t("job.other_quantity")}
            </button>
            {hasSheets(job) && (
              <button type="button" class="link" onClick={() => (place.aside.value = "documents")}>
                {t("job.instructions")}
              </button>
            )}
            <button type="button" class="link" onClick={() => place.go("ready")}>
              {t("job.other_work")}
            </button>
          </div>
          <Events panel={panel} />
        </aside>
      </div>
    </Frame>
  );
}

/** The sentence: one thing, said to the one who does it. */
function imperative(asked: Task): string {
  switch (asked.kind) {
    case "fill":
      return asked.slot.kind === "asset"
        ? t("say.mount", { what: asked.slot.name })
        : t("say.scan", { what: asked.slot.name });
    case "measure":
      return t("say.measure", { what: asked.measure.name });
    default:
      return t(`say.${asked.kind}`);
  }
}

function because(asked: Task, job: Job): string {
  if (asked.kind === "make") return t("why.make", { left: quantity(left(job), job.uom) });
  return t(`why.${asked.kind}`);
}

function JobKeys({ panel, job, asked }: { panel: Panel; job: Job; asked: Task }): JSX.Element {
  const runs = job.state === "running";
  return (
    <>
      <Key
        word={t("key.measure")}
        icon="measure"
        look={asked.kind === "measure" ? "main" : "plain"}
        off={job.measures.length === 0}
        press={() => place.go("measure")}
      />
      {runs && <Key word={t("key.pause")} icon="pause" press={() => void tell(panel, "pause")} />}
      <Key word={t("key.hold")} icon="stop" look="warn" press={() => place.go("hold")} />
      <MainKey panel={panel} job={job} asked={asked} />
    </>
  );
}

/** What is pressed when all is done: it says how much; of a lot it reports what is left as made. */
function MainKey({ panel, job, asked }: { panel: Panel; job: Job; asked: Task }): JSX.Element {
  if (job.state === "planned") {
    return <Key word={t("key.start")} look="main" press={() => void tell(panel, "start")} />;
  }
  if (job.state === "paused") {
    return <Key word={t("key.resume")} look="main" press={() => void tell(panel, "resume")} />;
  }
  const rest = job.makes === "lot" ? left(job) : "0";
  const finish = async () => {
    if (rest !== "0") {
      const made = await tell(panel, "produce", { quantity: rest });
      if (made.verdict !== "ok") return;
    }
    await tell(panel, "finish");
  };
  return (
    <Key
      word={t("key.finish_n", { n: quantity(rest === "0" ? job.made : rest, job.uom) })}
      look={asked.kind === "measure" ? "plain" : "main"}
      press={() => void finish()}
    />
  );
}

function hasSheets(job: Job): boolean {
  return job.documents.length > 0 || job.instructions !== "";
}
