/** The camera as a scanner: for stations without one, and for a torn label at a bad angle. */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";

import { scanned } from "./acting.ts";
import { Frame, Key, Prompt } from "./frame.tsx";
import { Icon } from "./icons.tsx";
import * as place from "./place.ts";
import type { Eye, Panel } from "./port.ts";
import { t } from "../words/words.ts";

/** What the camera sees; each code that is read in it is told once. */
export function Looking(props: { panel: Panel; found: (text: string) => void }): JSX.Element {
  const video = useRef<HTMLVideoElement>(null);
  const trouble = useSignal("");
  const eye = useSignal<Eye | null>(null);
  const wrong = (error: unknown) => {
    trouble.value = error instanceof Error ? error.message : String(error);
  };
  useEffect(() => {
    if (video.current === null) return;
    let left = false;
    props.panel.look(video.current, props.found).then((opened) => {
      if (left) opened.end();
      else eye.value = opened;
    }, wrong);
    return () => {
      left = true;
      eye.value?.end();
    };
  }, []);
  const light = eye.value?.light;
  return (
    <div class="looking">
      <video ref={video} muted playsInline aria-label={t("camera.sees")} />
      {light && <Light turn={(on) => light(on).catch(wrong)} />}
      {trouble.value && (
        <p class="band" role="alert">
          <Icon name="heed" />
          {t("camera.none")} {trouble.value}
        </p>
      )}
    </div>
  );
}

/** For a dark corner: only where the camera has a light of its own. */
function Light({ turn }: { turn: (on: boolean) => Promise<void> }): JSX.Element {
  const on = useSignal(false);
  const press = () => {
    on.value = !on.value;
    void turn(on.value);
  };
  return (
    <button type="button" class="link" aria-pressed={on.value} onClick={press}>
      <Icon name="light" />
      {t(on.value ? "light.off" : "light.on")}
    </button>
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
