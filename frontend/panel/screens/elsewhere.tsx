/** Another window of this panel works: two would not know of each other what stands before them. */
import type { JSX } from "preact";

import { t } from "../words/words.ts";
import { Icon } from "./icons.tsx";

/** What this one waits for, and how it goes on here instead. */
export function Elsewhere({ take }: { take: () => void }): JSX.Element {
  return (
    <main class="verdict choose">
      <div class="said">
        <h1>
          <Icon name="pause" large />
          <span>{t("elsewhere.say")}</span>
        </h1>
        <p>{t("elsewhere.why")}</p>
      </div>
      <div class="keys">
        <button type="button" class="key main" onClick={take}>
          <span>{t("elsewhere.here")}</span>
        </button>
      </div>
    </main>
  );
}
