/** Screen 5: what was made, when it is not what was planned, or is counted one by one. */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";

import type { Answer, Job } from "../protocol.ts";
import { tell } from "./acting.ts";
import { Events } from "./events.tsx";
import { Frame, Key, Prompt, whereOf } from "./frame.tsx";
import { Icon } from "./icons.tsx";
import { isNumber, Keypad, written } from "./keypad.tsx";
import * as place from "./place.ts";
import type { Panel } from "./port.ts";
import { left } from "./task.ts";
import { quantity, t, unit } from "../words/words.ts";

/** The quantity that is left is told by one key; another one by the keypad. */
export function Produce({ panel, job }: { panel: Panel; job: Job }): JSX.Element {
  const value = useSignal("");
  const made = useSignal<Answer | null>(null);
  const rest = left(job);
  const much = value.value === "" ? rest : value.value;
  const take = async () => {
    const answer = await tell(panel, "produce", { quantity: much });
    if (answer.verdict !== "ok") return;
    value.value = "";
    made.value = answer;
  };
  const labels = made.value?.labels ?? 0;
  const serials = job.makes === "serials";
  return (
    <Frame
      panel={panel}
      where={whereOf(panel, "")}
      keys={
        <>
          <Key word={t("back")} icon="back" press={place.home} />
          <LabelAgain job={job} />
          <Key
            word={t("produce.take", { n: shown(much, job) })}
            look="main"
            off={!isNumber(much) || Number(much) <= 0}
            press={() => void take()}
          />
        </>
      }
    >
      <div class="two">
        <div class="column">
          <Prompt
            say={t(labels > 0 ? "produce.scan_label" : serials ? "say.scan_units" : "produce.say")}
            why={labels > 0 ? t("produce.labels", { n: labels }) : t("produce.why")}
          />
          <div class="value">
            <output class="number" aria-label={t("produce.quantity")}>
              {written(much)} <small>{unit(job.uom)}</small>
            </output>
            <p>
              {job.lot && (
                <>
                  <Icon name="pack" />
                  {t(serials ? "produce.into_run" : "produce.into_lot")}{" "}
                  <b class="number">{job.lot}</b>
                </>
              )}
            </p>
          </div>
          <Events panel={panel} />
        </div>
        <div class="card pad">
          <Keypad value={value.value} decimals={!serials} change={(next) => (value.value = next)} />
        </div>
      </div>
    </Frame>
  );
}

/** A label that came out badly comes again: of what was made or scanned back last, for a reason. */
function LabelAgain({ job }: { job: Job }): JSX.Element {
  const number = place.made.value || job.lot;
  const ask = () => {
    const word = t("produce.label_of", { what: number });
    place.asking.value = { word, act: "reprint", told: { number }, asks: "reason", goto: "" };
  };
  return (
    <Key
      word={t("act.reprint")}
      icon="printer"
      small={number}
      off={number === ""}
      press={ask}
    />
  );
}

function shown(much: string, job: Job): string {
  return isNumber(much) ? quantity(much, job.uom) : "";
}
