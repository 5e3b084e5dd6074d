/** Screen 6: receive, move, pack, ship. What a scan goes to stays until another is scanned. */
import type { JSX } from "preact";

import { Events } from "./events.tsx";
import { Frame, Key, Prompt } from "./frame.tsx";
import { Icon, type IconName } from "./icons.tsx";
import * as place from "./place.ts";
import type { Panel } from "./port.ts";
import { t } from "../words/words.ts";

type Way = "receive" | "move" | "pack" | "ship";

const STICKS = {
  receive: { to: place.destination, icon: "receive", asks: false },
  move: { to: place.destination, icon: "move", asks: true },
  pack: { to: place.container, icon: "pack", asks: true },
  ship: { to: place.note, icon: "ship", asks: true },
} as const satisfies Record<Way, { to: typeof place.note; icon: IconName; asks: boolean }>;

/** First where to, then what: every later scan goes there. */
export function Sticky({ panel, way }: { panel: Panel; way: Way }): JSX.Element {
  const { to, icon, asks } = STICKS[way];
  const set = to.value;
  const missing = asks && set === null;
  return (
    <Frame
      panel={panel}
      where={t(`key.${way}`)}
      keys={
        <>
          <Key word={t("done")} icon="back" press={() => leave(way)} />
          <Key word={t("key.hold")} icon="stop" look="warn" press={() => place.go("hold")} />
          <Key word={t("ready.typed")} icon="keys" press={() => (place.aside.value = "typed")} />
          <Key word={t("ready.camera")} icon="camera" press={() => (place.aside.value = "camera")} />
        </>
      }
    >
      <div class="two">
        <div class="column">
          <Prompt
            say={t(missing ? `${way}.where` : `${way}.what`)}
            why={t(missing ? `${way}.where_why` : `${way}.what_why`)}
          />
          <div class={set ? "slot done" : missing ? "slot next" : "slot"}>
            <span class="dot">
              <Icon name={icon} />
            </span>
            <span class="of">
              <b class="number">{set ? set.name : t(`${way}.nowhere`)}</b>
              <small>{t(`${way}.place`)}</small>
            </span>
            {set && (
              <button type="button" class="undo" onClick={() => (to.value = null)}>
                <Icon name="erase" />
                {t("sticky.other")}
              </button>
            )}
          </div>
        </div>
        <aside class="card">
          <h2>{t("events")}</h2>
          <Events panel={panel} />
        </aside>
      </div>
    </Frame>
  );
}

function leave(way: Way): void {
  STICKS[way].to.value = null;
  place.back();
}
