/** The last that happened here, newest first; what may be taken back says so. */
import type { JSX } from "preact";

import { tell } from "./acting.ts";
import { Icon } from "./icons.tsx";
import type { Panel } from "./port.ts";
import { clock, t } from "../words/words.ts";

/** The last five events of this station. */
export function Events({ panel }: { panel: Panel }): JSX.Element {
  const events = panel.now.value?.events ?? [];
  return (
    <section class="events" aria-label={t("events")}>
      {events.length === 0 && <p class="quiet">{t("events.none")}</p>}
      <ol>
        {events.slice(0, 5).map((one) => (
          <li key={one.event_id || one.at}>
            <span class="what">
              {one.what}
              <small>
                <span class="number">{clock(one.at)}</span> {one.by}
              </small>
            </span>
            {one.may_undo && (
              <button
                type="button"
                class="undo"
                onClick={() => void tell(panel, "undo", { event_id: one.event_id })}
              >
                <Icon name="undo" />
                {t("undo")}
                <span class="hidden">{one.what}</span>
              </button>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
