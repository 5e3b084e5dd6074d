/** What the step says: its instructions, drawings and photos. */
import type { JSX } from "preact";

import type { Job } from "../protocol.ts";
import { Frame, Key, Prompt, whereOf } from "./frame.tsx";
import { Icon } from "./icons.tsx";
import * as place from "./place.ts";
import type { Panel } from "./port.ts";
import { t } from "../words/words.ts";

/** Text first, then the pictures as large as the screen is wide, then what opens by itself. */
export function Documents({ panel, job }: { panel: Panel; job: Job }): JSX.Element {
  const pictures = job.documents.filter((one) => one.kind.startsWith("image/"));
  const others = job.documents.filter((one) => !one.kind.startsWith("image/"));
  return (
    <Frame
      panel={panel}
      where={whereOf(panel, "")}
      keys={<Key word={t("back")} icon="back" press={() => (place.aside.value = null)} />}
    >
      <Prompt say={job.name} />
      <div class="sheets">
        {job.instructions && <p class="steps">{job.instructions}</p>}
        {pictures.map((one) => (
          <figure key={one.address}>
            <img src={one.address} alt={one.name} />
            <figcaption>{one.name}</figcaption>
          </figure>
        ))}
        {others.map((one) => (
          <a class="slot" key={one.address} href={one.address} target="_blank" rel="noopener">
            <span class="dot">
              <Icon name="sheet" />
            </span>
            <span class="of">
              <b>{one.name}</b>
            </span>
          </a>
        ))}
      </div>
    </Frame>
  );
}
