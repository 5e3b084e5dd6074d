/** The slots of a job, that fill as lots are scanned, and the lots that are expected next. */
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";

import type { Lot, Slot } from "../protocol.ts";
import { Icon, type IconName } from "./icons.tsx";
import { type Filled, lotsToShow, stands, type Task } from "./task.ts";
import { clock, day, quantity, t } from "../words/words.ts";

const LOTS_SHOWN = 5;
const SIGNS: Record<Filled, IconName | null> = { done: "check", next: "next", open: null };

/** All slots in the order of the bill; under the one asked for, where its lots are. */
export function Slots({ slots, asked }: { slots: Slot[]; asked: Task }): JSX.Element {
  return (
    <ol class="slots" aria-label={t("slots")} tabIndex={0}>
      {slots.map((slot) => {
        const how = stands(slot, asked);
        return (
          <Row key={slot.slot} slot={slot} how={how} />
        );
      })}
    </ol>
  );
}

function Row({ slot, how }: { slot: Slot; how: Filled }): JSX.Element {
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (how === "next") row.current?.scrollIntoView({ block: "nearest" });
  }, [how]);
  return (
    <li ref={row}>
      <SlotRow slot={slot} how={how} />
      {how === "next" && <Expected slot={slot} />}
    </li>
  );
}

function SlotRow({ slot, how }: { slot: Slot; how: Filled }): JSX.Element {
  const last = slot.filled.at(-1);
  const sign = SIGNS[how];
  return (
    <div class={`slot ${how}`} aria-current={how === "next" ? "step" : undefined}>
      <span class="dot">{sign && <Icon name={sign} />}</span>
      <span class="of">
        <b>{slot.name}</b>
        <small class="number">
          {slot.filled.length > 0
            ? slot.filled.slice(-3).map((one) => one.number).join(" · ")
            : slot.material}
        </small>
      </span>
      <span class="much">
        <b class="number">{slot.kind === "asset" ? "" : amount(slot)}</b>
        {last && <small class="number">{clock(last.at)}</small>}
        <span class="hidden">{t(how === "done" ? "slot.done" : "slot.missing")}</span>
      </span>
    </div>
  );
}

function amount(slot: Slot): string {
  const used = quantity(slot.used, slot.uom);
  return slot.needed === null ? used : t("of", { a: used, b: quantity(slot.needed, slot.uom) });
}

function Expected({ slot }: { slot: Slot }): JSX.Element {
  const lots = lotsToShow(slot, LOTS_SHOWN);
  if (lots.length === 0) {
    return (
      <p class="lots none">
        <Icon name="heed" />
        {t("lots.none", { what: slot.name })}
      </p>
    );
  }
  return (
    <ul class="lots" aria-label={t("lots.expected")}>
      {lots.map((lot) => (
        <LotRow key={lot.uri} lot={lot} />
      ))}
    </ul>
  );
}

function LotRow({ lot }: { lot: Lot }): JSX.Element {
  const barred = lot.state === "held" || lot.state === "expired";
  return (
    <li class={barred ? "barred" : lot.state}>
      {barred && <Icon name={lot.state === "held" ? "pause" : "clock"} />}
      <b class="number">{lot.number}</b>
      <span class="why">
        {barred ? lot.why : lot.place}
      </span>
      {!barred && (
        <span class="number left">
          {lot.expires_on && <small>{t("lot.until", { day: day(lot.expires_on) })} </small>}
          {quantity(lot.remaining, lot.uom)}
        </span>
      )}
    </li>
  );
}
