/** Which face is shown: what has to be answered first, else the screen where the operator is. */
import { useSignalEffect } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";

import { openJob } from "./acting.ts";
import { Ask } from "./ask.tsx";
import { CameraScreen } from "./camera.tsx";
import { Documents } from "./documents.tsx";
import { Enrol } from "./enrol.tsx";
import { Hold } from "./hold.tsx";
import { JobScreen } from "./job.tsx";
import { MeasureScreen } from "./measure.tsx";
import { Overrule } from "./override.tsx";
import { People } from "./people.tsx";
import { Pin } from "./pin.tsx";
import * as place from "./place.ts";
import type { Panel } from "./port.ts";
import { Produce } from "./produce.tsx";
import { Ready } from "./ready.tsx";
import { openSound } from "./sound.ts";
import { StationScreen } from "./station.tsx";
import { Sticky } from "./sticky.tsx";
import { Typed } from "./typed.tsx";
import { Choose, Stop, Well } from "./verdict.tsx";
import { language, t } from "../words/words.ts";

/** The panel. */
export function App({ panel }: { panel: Panel }): JSX.Element {
  useStation(panel);
  useTouches();
  return (
    <>
      <Face panel={panel} />
      {place.done.value && place.standing.value.length === 0 && <Well answer={place.done.value} />}
      <p class="hidden" role="status" aria-live="assertive">
        {place.standing.value[0]?.answer.sentence ?? place.done.value?.sentence ?? ""}
      </p>
    </>
  );
}

function Face({ panel }: { panel: Panel }): JSX.Element {
  if (!panel.enrolled.value) return <Enrol panel={panel} />;
  if (panel.now.value === null) return <main class="opening">{t("opening")}</main>;
  if (place.asked.value) return <Pin panel={panel} />;
  if (place.overruling.value) return <Overrule panel={panel} {...place.overruling.value} />;
  const [refusal, ...more] = place.standing.value;
  if (refusal) return <Stop panel={panel} refusal={refusal} more={more.length} />;
  if (place.choosing.value) return <Choose panel={panel} answer={place.choosing.value} />;
  if (place.asking.value) return <Ask panel={panel} choice={place.asking.value} />;
  return <Where panel={panel} />;
}

function Where({ panel }: { panel: Panel }): JSX.Element {
  const now = panel.now.value;
  const job = now?.jobs.find((one) => one.job === openJob(panel));
  switch (place.aside.value) {
    case "people":
      return <People panel={panel} />;
    case "typed":
      return <Typed panel={panel} />;
    case "camera":
      return <CameraScreen panel={panel} />;
    case "documents":
      if (job) return <Documents panel={panel} job={job} />;
  }
  // Nobody's work is begun: whatever is open here, first somebody says who she is.
  if (now?.people.length === 0 && place.screen.value !== "station") return <Ready panel={panel} />;
  switch (place.screen.value) {
    case "receive":
    case "move":
    case "pack":
    case "ship":
      return <Sticky key={place.screen.value} panel={panel} way={place.screen.value} />;
    case "hold":
      return <Hold panel={panel} />;
    case "station":
      return <StationScreen panel={panel} />;
    case "measure":
      return job ? <MeasureScreen panel={panel} job={job} /> : <Ready panel={panel} />;
    case "produce":
      return job ? <Produce panel={panel} job={job} /> : <Ready panel={panel} />;
    case "ready":
      return <Ready panel={panel} />;
    case "job":
      return job ? <JobScreen panel={panel} job={job} /> : <Ready panel={panel} />;
  }
}

/** The station's language and the size of its millimetre are the page's. */
function useStation(panel: Panel): void {
  useSignalEffect(() => {
    const station = panel.now.value?.station;
    if (station === undefined) return;
    language.value = station.language;
    document.documentElement.lang = station.language;
    document.documentElement.style.setProperty("--mm", `${station.px_per_mm}px`);
  });
}

/** A touched key keeps no focus: the Enter of the next scan may not press it again. */
function useTouches(): void {
  useEffect(() => {
    const touched = (event: MouseEvent) => {
      openSound();
      const key = document.activeElement;
      if (event.detail > 0 && key instanceof HTMLButtonElement) key.blur();
    };
    document.addEventListener("click", touched);
    return () => document.removeEventListener("click", touched);
  }, []);
}
