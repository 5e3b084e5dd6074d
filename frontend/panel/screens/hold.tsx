/** Screen 7: stop something, from anywhere: what, and why. */
import type { JSX } from "preact";

import type { Now } from "../protocol.ts";
import { t } from "../words/words.ts";
import { openJob, scanned } from "./acting.ts";
import { Frame, Key, Prompt } from "./frame.tsx";
import * as place from "./place.ts";
import type { Panel } from "./port.ts";

const MOST = 6;

/** The thing by a touch or a scan; the plant's reasons come as what it may mean. */
export function Hold({ panel }: { panel: Panel }): JSX.Element {
  const online = panel.link.value.online;
  const stop = (text: string) => {
    if (online) return void scanned(panel, text);
    place.asking.value = { word: text, act: "hold", told: { text }, asks: "reason", goto: "hold" };
  };
  return (
    <Frame
      panel={panel}
      where={t("key.hold")}
      keys={
        <>
          <Key word={t("cancel")} icon="back" press={place.back} />
          <Key word={t("ready.typed")} icon="keys" press={() => (place.aside.value = "typed")} />
          <Key word={t("ready.camera")} icon="camera" press={() => (place.aside.value = "camera")} />
        </>
      }
    >
      <Prompt say={t("hold.what")} why={t("hold.what_why")} />
      <div class="choices">
        {candidates(panel.now.value, openJob(panel)).map((one) => (
          <button type="button" class="key" key={one} onClick={() => stop(one)}>
            <span class="number">{one}</span>
          </button>
        ))}
      </div>
    </Frame>
  );
}

/** What is nearest to hand: what was scanned last, what is made here, what was put in. */
function candidates(now: Now | null, number: string): string[] {
  const job = now?.jobs.find((one) => one.job === number);
  const filled = (job?.slots ?? []).flatMap((slot) => slot.filled).map((one) => one.number);
  const all = [place.lastScanned.value, job?.lot ?? "", ...filled.reverse()];
  const barred = new Set(["", number, ...Object.keys(now?.badges ?? {})]);
  return [...new Set(all)].filter((one) => !barred.has(one)).slice(0, MOST);
}
