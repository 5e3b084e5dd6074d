/** One printed code tells how this scanner types, whatever keyboard the machine believes in. */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";

import { Key, Prompt } from "./frame.tsx";
import { Icon } from "./icons.tsx";
import type { Panel, ScannerHeard } from "./port.ts";
import { t } from "../words/words.ts";

/** Waits for the code of the check, shows what came, and keeps the map when it differs. */
export function ScannerCheck({ panel, done }: { panel: Panel; done: () => void }): JSX.Element {
  const heard = useSignal<ScannerHeard | null>(null);
  useEffect(() => panel.checkScanner((found) => (heard.value = found)), []);
  const found = heard.value;
  const keep = async () => {
    await panel.settle({ scanner: found?.map ?? null });
    done();
  };
  return (
    <>
      <Prompt say={t("scanner.say")} why={t("scanner.why")} />
      <img class="check-code" src={panel.checkCode} alt={t("scanner.code")} />
      <div role="status" class="heard">
        {found && (
          <>
            <p class={found.fits ? "gauge" : "gauge out"}>
              <Icon name={found.fits ? "check" : "heed"} />
              <b>{t(found.fits ? "scanner.fits" : "scanner.other")}</b>
            </p>
            <p class="number">{found.text}</p>
          </>
        )}
      </div>
      {found?.map && <Key word={t("scanner.keep")} look="main" press={() => void keep()} />}
    </>
  );
}
