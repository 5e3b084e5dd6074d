/** Somebody who may opens what was refused: her badge, her PIN, and why. */
import type { JSX } from "preact";

import { t } from "../words/words.ts";
import { overrule } from "./acting.ts";
import { Icon } from "./icons.tsx";
import * as place from "./place.ts";
import type { Panel } from "./port.ts";

const REASONS = ["checked", "agreed", "no_other", "rework", "trial"] as const;

/** One of five reasons: nothing is opened without. */
export function Overrule(props: {
  panel: Panel;
  refusal: place.Refusal;
  before: string;
}): JSX.Element {
  const { panel, refusal, before } = props;
  const open = async (reason: string) => {
    place.overruling.value = null;
    await overrule(panel, refusal, reason);
    // Who opened it goes; whoever stood here goes on.
    if (before !== "") panel.takeOver(before);
  };
  return (
    <main class="verdict choose">
      <div class="said">
        <h1>
          <Icon name="ask" large />
          <span>{t("override.why")}</span>
        </h1>
        <p>{refusal.answer.sentence}</p>
        <div class="choices">
          {REASONS.map((reason) => (
            <button
              type="button"
              class="key"
              key={reason}
              onClick={() => void open(t(`override.reason.${reason}`))}
            >
              <span>{t(`override.reason.${reason}`)}</span>
            </button>
          ))}
        </div>
        <p>{t("override.seen")}</p>
      </div>
      <div class="keys">
        <button type="button" class="key" onClick={() => (place.overruling.value = null)}>
          <span>{t("cancel")}</span>
        </button>
      </div>
    </main>
  );
}
