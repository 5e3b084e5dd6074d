/** What one meaning of a scan still needs: how much, or why. */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";

import type { Choice } from "../protocol.ts";
import { t } from "../words/words.ts";
import { tell } from "./acting.ts";
import { Frame, Key, Prompt } from "./frame.tsx";
import { isNumber, Keypad, written } from "./keypad.tsx";
import * as place from "./place.ts";
import type { Panel } from "./port.ts";

const REASONS = ["damaged", "wrong", "limits", "label", "foreign", "unsure"] as const;
/** Why a label is printed again. */
const OF_LABELS = ["unreadable", "torn", "lost", "not_printed"] as const;

/** The keypad, or the reasons as big buttons; then it is done. */
export function Ask({ panel, choice }: { panel: Panel; choice: Choice }): JSX.Element {
  const cancel = () => (place.asking.value = null);
  const give = async (said: Record<string, string>) => {
    place.asking.value = null;
    const answer = await tell(panel, choice.act, { ...choice.told, ...said });
    if (answer.verdict === "ok" && choice.act === "hold") place.back();
  };
  if (choice.asks === "quantity") {
    return <HowMuch panel={panel} choice={choice} cancel={cancel} give={give} />;
  }
  return (
    <Frame
      panel={panel}
      where={choice.word}
      keys={<Key word={t("cancel")} icon="back" press={cancel} />}
    >
      <Prompt say={t("ask.reason")} why={choice.word} />
      <div class="choices">
        {(choice.act === "reprint" ? OF_LABELS : REASONS).map((reason) => (
          <Key
            key={reason}
            word={t(`reason.${reason}`)}
            look={choice.act === "reprint" ? "plain" : "warn"}
            press={() => void give({ reason: t(`reason.${reason}`) })}
          />
        ))}
      </div>
    </Frame>
  );
}

function HowMuch(props: {
  panel: Panel;
  choice: Choice;
  cancel: () => void;
  give: (said: Record<string, string>) => Promise<void>;
}): JSX.Element {
  const value = useSignal("");
  const fits = isNumber(value.value) && Number(value.value) > 0;
  return (
    <Frame
      panel={props.panel}
      where={props.choice.word}
      keys={
        <>
          <Key word={t("cancel")} icon="back" press={props.cancel} />
          <Key
            word={t("ask.take")}
            look="main"
            off={!fits}
            press={() => void props.give({ quantity: value.value })}
          />
        </>
      }
    >
      <div class="two">
        <div class="column">
          <Prompt say={t("ask.quantity")} why={props.choice.word} />
          <div class="value">
            <output class="number" aria-label={t("ask.quantity")}>
              {value.value === "" ? "–" : written(value.value)}
            </output>
          </div>
        </div>
        <div class="card pad">
          <Keypad value={value.value} decimals change={(next) => (value.value = next)} />
        </div>
      </div>
    </Frame>
  );
}
