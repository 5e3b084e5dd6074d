/** The camera as a scanner: for stations without one, and for a torn label at a bad angle. */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";

import { scanned } from "./acting.ts";
import { Frame, Key, Prompt } from "./frame.tsx";
import { Icon } from "./icons.tsx";
import * as place from "./place.ts";
import type { Panel } from "./port.ts";
import { t } from "../words/words.ts";

/** What the camera sees; each code that is read in it is told once. */
export function Looking(props: { panel: Panel; found: (text: string) => void }): JSX.Element {
  const video = useRef<HTMLVideoElement>(null);
  const trouble = useSignal("");
  useEffect(() => {
    const eye = video.current;
    if (eye === null) return;
    let stop: (() => void) | null = null;
    let left = false;
    props.panel.look(eye, props.found).then(
      (ends) => {
        if (left) ends();
        else stop = ends;
      },
      (error: unknown) => (trouble.value = error instanceof Error ? error.message : String(error)),
    );
    return () => {
      left = true;
      stop?.();
    };
  }, []);
  return (
    <div class="looking">
      <video ref={video} muted playsInline aria-label={t("camera.sees")} />
      {trouble.value && (
        <p class="band" role="alert">
          <Icon name="heed" />
          {t("camera.none")} {trouble.value}
        </p>
      )}
    </div>
  );
}

/** One code by camera, on any screen. */
export function CameraScreen({ panel }: { panel: Panel }): JSX.Element {
  const found = (text: string) => {
    place.aside.value = null;
    void scanned(panel, text);
  };
  return (
    <Frame
      panel={panel}
      where={t("ready.camera")}
      keys={<Key word={t("back")} icon="back" press={() => (place.aside.value = null)} />}
    >
      <Prompt say={t("camera.say")} />
      <Looking panel={panel} found={found} />
    </Frame>
  );
}
