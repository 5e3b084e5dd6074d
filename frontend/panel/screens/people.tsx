/** Who is at this station: several at once is usual, each leaves by herself. */
import type { JSX } from "preact";

import { Frame, Key, Prompt } from "./frame.tsx";
import { Icon } from "./icons.tsx";
import * as place from "./place.ts";
import { actor, type Panel } from "./port.ts";
import { clock, t } from "../words/words.ts";

/** Everybody who is signed in, with a way out for each, and the end of the shift for all. */
export function People({ panel }: { panel: Panel }): JSX.Element {
  const people = panel.now.value?.people ?? [];
  const acting = actor(panel);
  return (
    <Frame
      panel={panel}
      where={t("people")}
      keys={
        <>
          <Key word={t("back")} icon="back" press={() => (place.aside.value = null)} />
          {people.length > 0 && (
            <Key
              word={t("people.all_leave")}
              icon="leave"
              look="main"
              press={() => void leaveAll(panel)}
            />
          )}
        </>
      }
    >
      <Prompt say={t("people.say")} why={t("people.why")} />
      <ul class="slots">
        {people.map((one) => (
          <li key={one.person}>
            <div class={one === acting ? "slot done" : "slot"}>
              <span class="dot">{one === acting && <Icon name="check" />}</span>
              <span class="of">
                <b>{one.name}</b>
                <small>
                  {t("people.since", { time: clock(one.since) })}
                  {one.proof === "badge" && ` · ${t("who.unproven")}`}
                </small>
              </span>
              <button type="button" class="undo" onClick={() => void panel.signOut(one.person)}>
                <Icon name="leave" />
                {t("people.leave")}
                <span class="hidden">{one.name}</span>
              </button>
            </div>
          </li>
        ))}
      </ul>
      {people.length === 0 && <p class="quiet">{t("who.nobody")}</p>}
    </Frame>
  );
}

/** The end of the shift: nobody stays signed in. */
export async function leaveAll(panel: Panel): Promise<void> {
  for (const one of panel.now.value?.people ?? []) await panel.signOut(one.person);
  place.home();
}
