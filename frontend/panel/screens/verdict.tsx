/** Screen 3: what became of a scan. What went well is seen in passing; what did not is the screen. */
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";

import type { Answer } from "../protocol.ts";
import { choose, understood } from "./acting.ts";
import { Icon } from "./icons.tsx";
import * as place from "./place.ts";
import type { Panel } from "./port.ts";
import { t } from "../words/words.ts";

/** It went well: for less than a second, over everything, in nobody's way. */
export function Well({ answer }: { answer: Answer }): JSX.Element {
  return (
    <div class="verdict well" aria-hidden="true">
      <Icon name="check" large />
      <p>{answer.sentence}</p>
    </div>
  );
}

/** It did not: scanned, expected, what to do, who may open it. It stays until it is read. */
export function Stop(props: {
  panel: Panel;
  refusal: place.Refusal;
  more: number;
}): JSX.Element {
  const { panel, more } = props;
  const { answer } = props.refusal;
  const first = useRef<HTMLHeadingElement>(null);
  useEffect(() => first.current?.focus(), [answer]);
  const refused = answer.verdict === "refused";
  return (
    <main class={refused ? "verdict stop" : "verdict heed"}>
      <div class="said">
        <h1 ref={first} tabIndex={-1}>
          <Icon name={refused ? "stop" : "heed"} large />
          <span>{answer.sentence}</span>
        </h1>
        <dl>
          <Line name={t("stop.scanned")} said={answer.scanned} number />
          <Line name={t("stop.expected")} said={answer.expected} number />
          {answer.findings.map((finding) => (
            <Line key={finding} name={t("stop.finding")} said={finding} />
          ))}
          <Line name={t("stop.do")} said={answer.next_step} strong />
          <Line name={t("stop.who")} said={answer.who_may} />
        </dl>
      </div>
      <div class="keys">
        <button type="button" class="key main" onClick={understood}>
          <span>
            {t(more === 0 ? "stop.understood" : "stop.next_of", { n: more })}
          </span>
        </button>
        {place.mayBeOpened(props.refusal) && (
          <p class="open-by">
            <Icon name="person" />
            {panel.link.value.online ? t("stop.open_by") : t("stop.open_needs_network")}
          </p>
        )}
      </div>
    </main>
  );
}

function Line(props: { name: string; said: string; number?: boolean; strong?: boolean }) {
  if (props.said === "") return null;
  return (
    <>
      <dt>{props.name}</dt>
      <dd class={props.number ? "number" : props.strong ? "strong" : ""}>{props.said}</dd>
    </>
  );
}

/** One scan, several meanings: the operator says which, nobody guesses. */
export function Choose({ panel, answer }: { panel: Panel; answer: Answer }): JSX.Element {
  const first = useRef<HTMLHeadingElement>(null);
  useEffect(() => first.current?.focus(), [answer]);
  return (
    <main class="verdict choose">
      <div class="said">
        <h1 ref={first} tabIndex={-1}>
          <Icon name="ask" large />
          <span>{answer.sentence || t("choose")}</span>
        </h1>
        {!answer.sentence.includes(answer.scanned) && <p class="number">{answer.scanned}</p>}
        {answer.next_step && <p>{answer.next_step}</p>}
        <div class="choices">
          {answer.choices.map((choice) => (
            <button type="button" class="key" key={choice.word} onClick={() => void choose(panel, answer, choice)}>
              <span>{choice.word}</span>
            </button>
          ))}
        </div>
      </div>
      <div class="keys">
        <button type="button" class="key" onClick={() => (place.choosing.value = null)}>
          <span>{t("choose.none")}</span>
        </button>
      </div>
    </main>
  );
}
