/** Screen 0: this machine belongs to no station yet. */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";

import { enrol } from "./acting.ts";
import { Looking } from "./camera.tsx";
import { Icon } from "./icons.tsx";
import * as place from "./place.ts";
import type { Panel } from "./port.ts";
import { Letters } from "./typed.tsx";
import { t } from "../words/words.ts";

/** The code of the office, by camera, by scanner or by hand. */
export function Enrol({ panel }: { panel: Panel }): JSX.Element {
  const code = useSignal("");
  const looking = useSignal(false);
  const refused = place.notEnrolled.value;
  return (
    <div class="frame enrol">
      <main class="middle">
        <header class="prompt">
          <h1>{t("enrol.say")}</h1>
          <p>{t("enrol.why")}</p>
        </header>
        <div role="alert" class="wrong">
          {refused && (
            <>
              <Icon name="heed" />
              <b>{refused.message}</b> <span>{refused.next_step}</span>
            </>
          )}
        </div>
        {looking.value ? (
          <Looking panel={panel} found={(text) => void enrol(panel, text)} />
        ) : (
          <Letters value={code.value} change={(next) => (code.value = next)} />
        )}
      </main>
      <nav class="keys" aria-label={t("keys")}>
        <button type="button" class="key" onClick={() => (looking.value = !looking.value)}>
          <Icon name={looking.value ? "keys" : "camera"} />
          <span>{t(looking.value ? "enrol.by_hand" : "ready.camera")}</span>
        </button>
        <button
          type="button"
          class="key main"
          disabled={code.value === ""}
          onClick={() => void enrol(panel, code.value)}
        >
          <span>{t("enrol.give")}</span>
        </button>
      </nav>
    </div>
  );
}
