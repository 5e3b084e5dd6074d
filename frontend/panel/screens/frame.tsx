/** What every screen stands in: the bar that says where and who, the middle, and the big keys. */
import { useSignal } from "@preact/signals";
import type { ComponentChildren, JSX } from "preact";
import { useEffect } from "preact/hooks";

import { openJob } from "./acting.ts";
import { Icon, type IconName } from "./icons.tsx";
import * as place from "./place.ts";
import { actor, type Panel } from "./port.ts";
import { clock, t } from "../words/words.ts";

const TICK_MS = 5_000;

/** A big key. One black key at most stands on a screen: what is to be done next. */
export function Key(props: {
  word: string;
  press: () => void;
  icon?: IconName;
  look?: "plain" | "main" | "warn" | "quiet";
  off?: boolean;
  pressed?: boolean;
  small?: string;
}): JSX.Element {
  return (
    <button
      type="button"
      class={`key ${props.look ?? "plain"}`}
      onClick={props.press}
      disabled={props.off}
      aria-pressed={props.pressed}
    >
      {props.icon && <Icon name={props.icon} />}
      <span>
        {props.word}
        {props.small && <small>{props.small}</small>}
      </span>
    </button>
  );
}

/** The sentence in the imperative, and what else to know about it. */
export function Prompt({ say, why }: { say: string; why?: string }): JSX.Element {
  return (
    <header class="prompt">
      <h1>{say}</h1>
      {why && <p>{why}</p>}
    </header>
  );
}

/** A screen: context on top, the middle, the keys below. */
export function Frame(props: {
  panel: Panel;
  where: string;
  children: ComponentChildren;
  keys: ComponentChildren;
}): JSX.Element {
  return (
    <div class="frame">
      <Bar panel={props.panel} where={props.where} />
      <LongOffline panel={props.panel} />
      <main class="middle">{props.children}</main>
      <nav class="keys" aria-label={t("keys")}>
        {props.keys}
      </nav>
    </div>
  );
}

function Bar({ panel, where }: { panel: Panel; where: string }): JSX.Element {
  const now = useTick();
  const station = panel.now.value?.station;
  return (
    <header class="bar">
      <button type="button" class="station" onClick={() => place.go("station")}>
        <span class="hidden">{t("station.open")} </span>
        {station?.equipment || station?.code}
      </button>
      <span class="where">{where}</span>
      <span class="clock number">{clock(now)}</span>
      <Pill panel={panel} />
      <Who panel={panel} />
    </header>
  );
}

/** How it stands with the network and the outbox; it leads to the list of what waits. */
export function Pill({ panel }: { panel: Panel }): JSX.Element {
  const { online } = panel.link.value;
  const count = panel.waiting.value.length;
  const kept = panel.now.value?.kept ?? 0;
  const word = !online
    ? count > 0
      ? t("pill.off_waiting", { n: count })
      : t("pill.off")
    : count > 0
      ? t("pill.sending", { n: count })
      : kept > 0
        ? t("pill.kept", { n: kept })
        : t("pill.on");
  const heed = !online || kept > 0;
  return (
    <button type="button" class={heed ? "pill heed" : "pill"} onClick={() => place.go("station")}>
      <Icon name={online ? (count > 0 ? "waiting" : kept > 0 ? "heed" : "network") : "noNetwork"} />
      {word}
    </button>
  );
}

function Who({ panel }: { panel: Panel }): JSX.Element {
  const people = panel.now.value?.people ?? [];
  const one = actor(panel);
  const others = people.length - (one ? 1 : 0);
  return (
    <button type="button" class="who" onClick={() => (place.aside.value = "people")}>
      <Icon name="person" />
      <span>
        {one ? one.name : t("who.nobody")}
        {one?.proof === "badge" && <small>{t("who.unproven")}</small>}
      </span>
      {others > 0 && <b class="more">{t("who.more", { n: others })}</b>}
    </button>
  );
}

function LongOffline({ panel }: { panel: Panel }): JSX.Element | null {
  const now = useTick();
  const { online, lostAt } = panel.link.value;
  const after = panel.now.value?.station.warn_offline_minutes ?? 10;
  const minutes = Math.floor((now - lostAt) / 60_000);
  if (online || minutes < after) return null;
  return (
    <p class="band" role="status">
      <Icon name="noNetwork" />
      {t("offline.long", { n: minutes })}
    </p>
  );
}

function useTick(): number {
  const now = useSignal(Date.now());
  useEffect(() => {
    const timer = setInterval(() => (now.value = Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return now.value;
}

/** What stands in the bar of a screen of a job. */
export function whereOf(panel: Panel, otherwise: string): string {
  const number = openJob(panel);
  const job = panel.now.value?.jobs.find((one) => one.job === number);
  return job ? t("where.job", { job: job.job, step: job.step }) : otherwise;
}
