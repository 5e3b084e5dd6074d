/** The badge was scanned: now its PIN, or, without a network, the badge alone. */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";

import { greet } from "./acting.ts";
import { Icon } from "./icons.tsx";
import { Keypad } from "./keypad.tsx";
import { Pill } from "./frame.tsx";
import * as place from "./place.ts";
import type { Panel, SignInRefused } from "./port.ts";
import { signal as sound } from "./sound.ts";
import { t } from "../words/words.ts";

const FEWEST = 4;
const MOST = 8;

/** Digits that nobody behind her can read, and what is wrong with them when they are. */
export function Pin({ panel }: { panel: Panel }): JSX.Element | null {
  const pin = useSignal("");
  const refused = useSignal<SignInRefused | null>(null);
  const waits = useSignal(0);
  const unproven = useSignal(0);
  const asked = place.asked.value;
  const online = panel.link.value.online;
  useCountdown(waits);
  if (asked === null) return null;
  const give = async () => {
    const done = await panel.signIn(asked.badge, pin.value);
    refused.value = done.refused;
    unproven.value = done.unproven;
    if (done.unproven > 0) return;
    pin.value = "";
    if (refused.value === null) return came(asked);
    waits.value = refused.value.wait_s ?? 0;
    sound("refused");
  };
  const say = async (itWasMe: boolean) => {
    if (itWasMe) await panel.signIn(asked.badge, pin.value, true);
    pin.value = "";
    came(asked);
  };
  if (unproven.value > 0) return <WasItYou asked={asked} count={unproven.value} say={say} />;
  return (
    <main class="pin">
      <div class="ask">
        <h1>
          <Icon name="person" large />
          <span>{asked.name}</span>
        </h1>
        <p>{t(online ? "pin.give" : "pin.offline")}</p>
        <Pill panel={panel} />
        {online && <Dots count={pin.value.length} />}
        <div role="alert" class="wrong">
          {place.pinFirst.value && <b>{t("pin.first")}</b>}
          {refused.value && (
            <>
              <b>{refused.value.message}</b>
              <span>
                {waits.value > 0 ? t("pin.wait", { n: waits.value }) : refused.value.next_step}
              </span>
            </>
          )}
        </div>
        <div class="keys">
          <button type="button" class="key" onClick={() => (place.asked.value = null)}>
            <span>{t("cancel")}</span>
          </button>
          {!online && (
            <button
              type="button"
              class="key main"
              onClick={() => void panel.signInUnproven(asked.badge).then(() => greet(asked.name))}
            >
              <span>
                {t("pin.without")}
                <small>{t("pin.without_why")}</small>
              </span>
            </button>
          )}
        </div>
      </div>
      {online && (
        <div class="pad">
          <Keypad
            value={pin.value}
            plain
            most={MOST}
            change={(value) => {
              pin.value = value;
            }}
          />
          <button
            type="button"
            class="key main"
            disabled={pin.value.length < FEWEST || waits.value > 0}
            onClick={() => void give()}
          >
            <span>{t("pin.enter")}</span>
          </button>
        </div>
      )}
    </main>
  );
}

/** The badge was used here without a PIN: only its owner can say by whom. */
function WasItYou({ asked, count, say }: {
  asked: place.Asked;
  count: number;
  say: (itWasMe: boolean) => Promise<void>;
}): JSX.Element {
  return (
    <main class="pin">
      <div class="ask">
        <h1>
          <Icon name="person" large />
          <span>{asked.name}</span>
        </h1>
        <p>{t("pin.was_it_you", { n: count })}</p>
        <div class="keys">
          <button type="button" class="key" onClick={() => void say(false)}>
            <span>{t("pin.not_me")}</span>
          </button>
          <button type="button" class="key main" onClick={() => void say(true)}>
            <span>{t("pin.it_was_me")}</span>
          </button>
        </div>
      </div>
    </main>
  );
}

function Dots({ count }: { count: number }): JSX.Element {
  return (
    <p class="dots" role="img" aria-label={t("pin.typed", { n: count })}>
      {Array.from({ length: Math.max(FEWEST, count) }, (_, at) => (
        <i key={at} class={at < count ? "on" : ""} />
      ))}
    </p>
  );
}

function came(asked: place.Asked): void {
  greet(asked.name);
  if (asked.opens) place.overruling.value = { refusal: asked.opens, before: asked.before };
}

function useCountdown(seconds: { value: number }): void {
  useEffect(() => {
    const timer = setInterval(() => {
      if (seconds.value > 0) seconds.value -= 1;
    }, 1_000);
    return () => clearInterval(timer);
  }, [seconds]);
}
