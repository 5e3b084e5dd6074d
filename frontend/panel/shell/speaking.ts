/** The language of the station, before anybody has asked the server. */
import type { Now } from "../protocol.ts";
import { Store } from "../store/store.ts";
import { language } from "../words/words.ts";

/** As the panel spoke when it was last open on this device. */
export async function speakAsBefore(): Promise<void> {
  const store = await Store.open();
  const now = (await store.value("now")) as Now | undefined;
  store.close();
  if (now === undefined) return;
  language.value = now.station.language;
  document.documentElement.lang = now.station.language;
}
