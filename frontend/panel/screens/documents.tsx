/** What the step says: its instructions, drawings and photos. */
import type { JSX } from "preact";

import type { Job } from "../protocol.ts";
import { Frame, Key, Prompt, whereOf } from "./frame.tsx";
import { Icon } from "./icons.tsx";
import * as place from "./place.ts";
import type { Panel } from "./port.ts";
import { t } from "../words/words.ts";

type Paper = Job["documents"][number];

/** Text first, then the pictures as large as the screen is wide, then what opens by itself. */
export function Documents({ panel, job }: { panel: Panel; job: Job }): JSX.Element {
  const isHere = (one: Paper) => panel.link.value.online || panel.papers.value.has(one.address);
  const isPicture = (one: Paper) => one.kind.startsWith("image/");
  const here = job.documents.filter(isHere);
  return (
    <Frame
      panel={panel}
      where={whereOf(panel, "")}
      keys={<Key word={t("back")} icon="back" press={() => (place.aside.value = null)} />}
    >
      <Prompt say={job.name} />
      <div class="sheets">
        {job.instructions && <p class="steps">{job.instructions}</p>}
        {here.filter(isPicture).map((one) => (
          <figure key={one.address}>
            <img src={one.address} alt={one.name} />
            <figcaption>{one.name}</figcaption>
          </figure>
        ))}
        {here
          .filter((one) => !isPicture(one))
          .map((one) => (
            <a class="slot" key={one.address} href={one.address} target="_blank" rel="noopener">
              <Sheet name={one.name} />
            </a>
          ))}
        {job.documents
          .filter((one) => !isHere(one))
          .map((one) => (
            <p class="slot" key={one.address}>
              <Sheet name={one.name} why={t("papers.away")} />
            </p>
          ))}
      </div>
    </Frame>
  );
}

function Sheet({ name, why }: { name: string; why?: string }): JSX.Element {
  return (
    <>
      <span class="dot">
        <Icon name="sheet" />
      </span>
      <span class="of">
        <b>{name}</b>
        {why && <small>{why}</small>}
      </span>
    </>
  );
}
