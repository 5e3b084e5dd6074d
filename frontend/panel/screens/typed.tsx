/** A number told by hand, when a label cannot be read any more: it counts as scanned. */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";

import { scanned } from "./acting.ts";
import { Frame, Key, Prompt } from "./frame.tsx";
import { Icon } from "./icons.tsx";
import * as place from "./place.ts";
import type { Panel } from "./port.ts";
import { t } from "../words/words.ts";

const ROWS = ["1234567890", "QWERTYUIOP", "ASDFGHJKL-", "ZXCVBNM./"];

/** Big keys of the characters that stand on labels; nothing has to be focused. */
export function Typed({ panel }: { panel: Panel }): JSX.Element {
  const text = useSignal("");
  const use = () => {
    place.aside.value = null;
    void scanned(panel, text.value);
  };
  return (
    <Frame
      panel={panel}
      where={t("ready.typed")}
      keys={
        <>
          <Key word={t("back")} icon="back" press={() => (place.aside.value = null)} />
          <Key word={t("typed.use")} look="main" off={text.value === ""} press={use} />
        </>
      }
    >
      <Prompt say={t("typed.say")} />
      <Letters value={text.value} change={(next) => (text.value = next)} />
    </Frame>
  );
}

/** What was typed so far, and a board of letters and digits under it. */
export function Letters(props: { value: string; change: (next: string) => void }): JSX.Element {
  return (
    <div class="letters">
      <output class="number" aria-label={t("typed.value")}>
        {props.value}
        <i class="caret" />
      </output>
      {ROWS.map((row) => (
        <div class="row" key={row}>
          {[...row].map((sign) => (
            <button type="button" key={sign} onClick={() => props.change(props.value + sign)}>
              {sign}
            </button>
          ))}
          {row.startsWith("Z") && (
            <button
              type="button"
              aria-label={t("keypad.erase")}
              onClick={() => props.change(props.value.slice(0, -1))}
            >
              <Icon name="erase" />
            </button>
          )}
        </div>
      ))}
    </div>
  );
}
