/** Screen 8: the machine itself: printer, scanner, size, language, outbox, who is here. */
import { useSignal } from "@preact/signals";
import type { ComponentChildren, JSX } from "preact";

import { Calibrate } from "./calibrate.tsx";
import { Frame, Key, Prompt } from "./frame.tsx";
import { Icon, type IconName } from "./icons.tsx";
import { Outbox } from "./outbox_list.tsx";
import { leaveAll } from "./people.tsx";
import * as place from "./place.ts";
import type { Panel } from "./port.ts";
import { ScannerCheck } from "./scanner_check.tsx";
import { clock, figure, type Language, language, t } from "../words/words.ts";

type Part = "all" | "size" | "scanner" | "outbox";

const LANGUAGES: [Language, string][] = [
  ["tr", "Türkçe"],
  ["de", "Deutsch"],
  ["en", "English"],
];

/** A tile for each, that opens what it names. */
export function StationScreen({ panel }: { panel: Panel }): JSX.Element {
  const part = useSignal<Part>("all");
  const station = panel.now.value?.station;
  const back = () => {
    if (part.value !== "all") part.value = "all";
    else place.back();
  };
  return (
    <Frame
      panel={panel}
      where={station?.name ?? ""}
      keys={
        <>
          <Key word={t("back")} icon="back" press={back} />
          {part.value === "all" && (
            <Key word={t("people.all_leave")} icon="leave" press={() => void leaveAll(panel)} />
          )}
        </>
      }
    >
      {part.value === "all" && <Tiles panel={panel} open={(one) => (part.value = one)} />}
      {part.value === "size" && <Calibrate panel={panel} done={back} />}
      {part.value === "scanner" && <ScannerCheck panel={panel} done={back} />}
      {part.value === "outbox" && <Outbox panel={panel} />}
    </Frame>
  );
}

function Tiles({ panel, open }: { panel: Panel; open: (part: Part) => void }): JSX.Element {
  const now = panel.now.value;
  const station = now?.station;
  const waits = panel.waiting.value.length;
  return (
    <>
      <Prompt say={t("station.say", { name: station?.name ?? "" })} why={told(panel)} />
      <div class="tiles">
        <Tile icon="waiting" name={t("station.outbox")} press={() => open("outbox")}>
          {waits === 0 ? t("outbox.none") : t("outbox.some", { n: waits })}
        </Tile>
        <Tile icon="scan" name={t("station.scanner")} press={() => open("scanner")}>
          {t(station?.scanner ? "scanner.learned" : "scanner.usual")}
        </Tile>
        <Tile icon="ruler" name={t("station.size")} press={() => open("size")}>
          {t("size.told", { n: figure((station?.px_per_mm ?? 3.8).toFixed(1)) })}
        </Tile>
        <Tile icon="camera" name={t("station.camera")} press={() => (place.aside.value = "camera")}>
          {t("station.camera_why")}
        </Tile>
        <div class="tile">
          <Icon name="printer" />
          <b>{t("station.printer")}</b>
          <span class="number">{station?.printer || t("station.no_printer")}</span>
        </div>
        <div class="tile" role="group" aria-label={t("station.language")}>
          <Icon name="world" />
          <b>{t("station.language")}</b>
          <span class="beside">
            {LANGUAGES.map(([code, name]) => (
              <button
                type="button"
                class="link"
                key={code}
                lang={code}
                aria-pressed={language.value === code}
                onClick={() => void panel.settle({ language: code })}
              >
                {name}
              </button>
            ))}
          </span>
        </div>
      </div>
    </>
  );
}

function Tile(props: {
  icon: IconName;
  name: string;
  press: () => void;
  children: ComponentChildren;
}): JSX.Element {
  return (
    <button type="button" class="tile" onClick={props.press}>
      <Icon name={props.icon} />
      <b>{props.name}</b>
      <span>{props.children}</span>
    </button>
  );
}

function told(panel: Panel): string {
  const { online, lostAt } = panel.link.value;
  return online ? t("station.online") : t("station.offline", { time: clock(lostAt) });
}
