/** What was done here and is not at the server yet, and in which state each is. */
import type { JSX } from "preact";

import { Prompt } from "./frame.tsx";
import { Icon, type IconName } from "./icons.tsx";
import type { Panel, Waiting } from "./port.ts";
import { clock, t } from "../words/words.ts";

const SIGNS: Record<Waiting["state"], IconName> = {
  waiting: "clock",
  sending: "waiting",
  refused: "stop",
  kept: "heed",
};

/** Oldest first, as they will be sent. */
export function Outbox({ panel }: { panel: Panel }): JSX.Element {
  const all = panel.waiting.value;
  const kept = panel.now.value?.kept ?? 0;
  return (
    <>
      <Prompt
        say={all.length === 0 ? t("outbox.none") : t("outbox.some", { n: all.length })}
        why={t(all.length === 0 ? "outbox.none_why" : "outbox.why")}
      />
      {kept > 0 && (
        <p class="band">
          <Icon name="heed" />
          {t("outbox.kept", { n: kept })}
        </p>
      )}
      <ol class="slots">
        {all.map((one) => (
          <li key={one.id}>
            <div class="slot">
              <span class="dot">
                <Icon name={SIGNS[one.state]} />
              </span>
              <span class="of">
                <b>{t(`act.${one.act}`)}</b>
                <small class="number">{one.text}</small>
              </span>
              <span class="much">
                <b>{t(`outbox.${one.state}_state`)}</b>
                <small class="number">{`${one.seq} · ${clock(one.at)}`}</small>
              </span>
            </div>
          </li>
        ))}
      </ol>
    </>
  );
}
