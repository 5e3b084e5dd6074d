/** Screen 4: one characteristic, its limits, and the value that was read. */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";

import type { Job, Measure } from "../protocol.ts";
import { tell } from "./acting.ts";
import { Frame, Key, Prompt, whereOf } from "./frame.tsx";
import { Icon } from "./icons.tsx";
import { isNumber, Keypad, written } from "./keypad.tsx";
import * as place from "./place.ts";
import type { Panel } from "./port.ts";
import { type Reading, stillAsked, verdictOf, withReading } from "./task.ts";
import { Trend } from "./trend.tsx";
import { figure, quantity, t, unit } from "../words/words.ts";

/** The one that is due, or the one that was chosen of the others; a plan is told when it is whole. */
export function MeasureScreen({ panel, job }: { panel: Panel; job: Job }): JSX.Element {
  const value = useSignal("");
  const measure = shownFirst(job);
  const back = <Key word={t("back")} icon="back" press={place.home} />;
  if (measure === undefined) {
    return (
      <Frame panel={panel} where={whereOf(panel, "")} keys={back}>
        <Prompt say={t("measure.nothing")} />
      </Frame>
    );
  }
  const sheet = sheetOf(job, measure);
  const before = place.readings.value[sheet] ?? [];
  const asked = job.measures.filter((one) => one.plan === measure.plan);
  const missing = stillAsked(asked, before, measure);
  const isNumeric = measure.kind === "number";
  const take = async (read: string) => {
    const values = withReading(asked, before, {
      characteristic: measure.characteristic,
      value: read,
      ...(isNumeric && place.gauge.value && { gauge: place.gauge.value }),
    });
    const next = missing[0];
    place.read(sheet, values);
    value.value = "";
    if (next !== undefined) {
      place.characteristic.value = next.characteristic;
      return;
    }
    const answer = await tell(panel, "measure", {
      plan: measure.plan,
      values,
      ...(place.of.value && { of: place.of.value }),
    });
    if (answer.verdict !== "ok" && answer.verdict !== "kept") return;
    place.read(sheet, []);
    place.characteristic.value = "";
    if (answer.verdict === "ok" && !othersDue(job, measure)) place.home();
  };
  return (
    <Frame
      panel={panel}
      where={whereOf(panel, "")}
      keys={
        <>
          {back}
          {isNumeric && (
            <Key
              word={t(missing.length > 0 ? "measure.next" : "measure.take")}
              small={value.value === "" ? "" : `${written(value.value)} ${unit(measure.uom)}`}
              look="main"
              off={!isNumber(value.value)}
              press={() => void take(value.value)}
            />
          )}
        </>
      }
    >
      <div class="two">
        <div class="column">
          <Prompt say={t("say.measure", { what: measure.name })} />
          {isNumeric && <Value value={value.value} measure={measure} />}
          {isNumeric && <Trend measure={measure} />}
          <Gauge measure={measure} />
          <Others job={job} measure={measure} before={before} />
        </div>
        <div class="card pad">
          {isNumeric ? (
            <Keypad value={value.value} decimals sign change={(next) => (value.value = next)} />
          ) : (
            <Seen measure={measure} take={(read) => void take(read)} />
          )}
        </div>
      </div>
    </Frame>
  );
}

/** Under what the readings of a plan are kept until it is told. */
function sheetOf(job: Job, measure: Measure): string {
  return `${job.job} ${measure.plan} ${place.of.value}`;
}

/** The one that was chosen, or the first that is due and was not read yet. */
function shownFirst(job: Job): Measure | undefined {
  const isOpen = (one: Measure) =>
    !(place.readings.value[sheetOf(job, one)] ?? []).some(
      (each) => each.characteristic === one.characteristic,
    );
  return (
    job.measures.find((one) => one.characteristic === place.characteristic.value) ??
    job.measures.find((one) => one.due && isOpen(one)) ??
    job.measures.find((one) => one.due) ??
    job.measures[0]
  );
}

/** What is looked at and not measured: one touch says it. */
function Seen(props: { measure: Measure; take: (read: string) => void }): JSX.Element {
  const passes: [string, string][] = [
    ["pass", t("measure.pass")],
    ["fail", t("measure.fail")],
  ];
  const all = props.measure.kind === "pass_fail" ? passes : props.measure.choices.map((one) => [one, one]);
  return (
    <div class="seen" role="group" aria-label={t("measure.choose")}>
      {all.map(([read, word]) => (
        <Key key={read} word={word ?? ""} press={() => props.take(read ?? "")} />
      ))}
    </div>
  );
}

function Value({ value, measure }: { value: string; measure: Measure }): JSX.Element {
  const verdict = verdictOf(value, measure);
  const out = verdict === "below" || verdict === "above";
  return (
    <div class={out ? "value out" : "value"}>
      <output class="number" aria-label={t("measure.value")}>
        {value === "" ? "–" : written(value)} <small>{unit(measure.uom)}</small>
      </output>
      <p>
        {out && <Icon name="heed" />}
        {verdict === "below" && t("measure.below")}
        {verdict === "above" && t("measure.above")}{" "}
        {limits(measure)}
      </p>
    </div>
  );
}

function limits(measure: Measure): string {
  const { lower, upper, uom } = measure;
  if (lower !== null && upper !== null) {
    return t("measure.between", { a: figure(lower), b: quantity(upper, uom) });
  }
  if (lower !== null) return t("measure.at_least", { a: quantity(lower, uom) });
  if (upper !== null) return t("measure.at_most", { a: quantity(upper, uom) });
  return t("measure.no_limits");
}

function Gauge({ measure }: { measure: Measure }): JSX.Element | null {
  const scanned = place.gauge.value;
  if (scanned !== "" && scanned !== measure.gauge) {
    // Whether it is calibrated the server says when it is measured with.
    return (
      <p class="gauge">
        <Icon name="ruler" />
        <b class="number">{scanned}</b>
      </p>
    );
  }
  if (measure.gauge === "") return null;
  return (
    <p class={measure.gauge_valid ? "gauge" : "gauge out"}>
      <Icon name={measure.gauge_valid ? "check" : "heed"} />
      <b class="number">{measure.gauge}</b>
      {t(measure.gauge_valid ? "gauge.valid" : "gauge.past")}
    </p>
  );
}

function Others(props: {
  job: Job;
  measure: Measure;
  before: readonly Reading[];
}): JSX.Element | null {
  const { job, measure, before } = props;
  if (job.measures.length < 2) return null;
  const readOf = (one: Measure) =>
    one.plan === measure.plan
      ? before.find((each) => each.characteristic === one.characteristic)
      : undefined;
  return (
    <div class="beside" role="group" aria-label={t("measure.others")}>
      {job.measures.map((one) => {
        const read = readOf(one);
        return (
          <button
            type="button"
            class="link"
            key={`${one.plan} ${one.characteristic}`}
            aria-pressed={one === measure}
            onClick={() => (place.characteristic.value = one.characteristic)}
          >
            {one.name}
            {read && <small class="number">{seen(read.value, one)}</small>}
            {!read && one.due && <small>{t("measure.due")}</small>}
          </button>
        );
      })}
    </div>
  );
}

/** What was read, as its button or its keypad shows it. */
function seen(read: string, measure: Measure): string {
  if (measure.kind === "number") return quantity(read, measure.uom);
  if (measure.kind === "choice") return read;
  return t(read === "pass" ? "measure.pass" : "measure.fail");
}

function othersDue(job: Job, measure: Measure): boolean {
  return job.measures.some((one) => one.due && one.plan !== measure.plan);
}
