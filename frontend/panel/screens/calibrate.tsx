/** How large a millimetre is on this screen: a bank card is 85.6 mm wide everywhere. */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";

import { Key, Prompt } from "./frame.tsx";
import type { Panel } from "./port.ts";
import { t } from "../words/words.ts";

/** ISO/IEC 7810, ID-1. */
const CARD_WIDTH_MM = 85.6;
const CARD_HEIGHT_MM = 53.98;
const LEAST = 2;
const MOST = 9;
const STEP = 0.05;

/** A drawn card that is made as large as the real one beside it. */
export function Calibrate({ panel, done }: { panel: Panel; done: () => void }): JSX.Element {
  const size = useSignal(panel.now.value?.station.px_per_mm ?? 3.8);
  const change = (by: number) => {
    size.value = Math.min(MOST, Math.max(LEAST, Math.round((size.value + by) * 100) / 100));
  };
  const keep = async () => {
    await panel.settle({ px_per_mm: size.value });
    done();
  };
  return (
    <>
      <Prompt say={t("size.say")} why={t("size.why")} />
      <div class="bank-card-room">
        <div
          class="bank-card"
          style={{
            width: `${CARD_WIDTH_MM * size.value}px`,
            height: `${CARD_HEIGHT_MM * size.value}px`,
          }}
        />
      </div>
      <div class="sizes" role="group" aria-label={t("station.size")}>
        <Key word={t("size.smaller")} press={() => change(-STEP * 4)} />
        <Key word={t("size.bit_smaller")} press={() => change(-STEP)} />
        <Key word={t("size.bit_larger")} press={() => change(STEP)} />
        <Key word={t("size.larger")} press={() => change(STEP * 4)} />
        <Key word={t("size.keep")} look="main" press={() => void keep()} />
      </div>
    </>
  );
}
