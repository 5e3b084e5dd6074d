/** What the panel says by itself, when no answer of the server is there to be shown. */
import type { Station } from "../protocol.ts";

const en = {
  kept_here: "Kept here: {what}. It is sent when there is a network.",
  how_much: "How much of {what} is it?",
  other_quantity: "Another quantity",
  made_quantity: "Quantity made",
  all_of_it: "All of it: {much}",
  needs_network: "This needs the network, and there is none.",
  needs_network_next: "Nothing was recorded. Do it again when the panel is connected.",
  not_known_here: "{what} is not known to this panel without the network.",
  not_known_here_next: "Nothing was recorded. Use a lot that is listed, or wait for the network.",
  held: "{what} is held: {why}",
  expired: "{what} has expired: {why}",
  not_usable_next: "Put it aside and take another lot.",
  not_running: "The job is not started here.",
  nobody_here: "Nobody is signed in here.",
  nobody_here_next: "Scan your badge, then scan again.",
  no_answer: "The server has not answered yet, so it is not known whether this was recorded.",
  no_answer_next: "Do not repeat it. The panel goes on asking, and tells what became of it.",
  storage_full: "This device has no room left. Nothing was recorded.",
  storage_full_next: "Call somebody to free space on the device, then scan again.",
  failed: "The panel could not keep this. Nothing was recorded.",
  failed_next: "Load the page again, then scan again.",
};

export type LocalWord = keyof typeof en;

const tr: Record<LocalWord, string> = {
  kept_here: "Burada saklandı: {what}. Ağ gelince gönderilir.",
  how_much: "{what}: ne kadar?",
  other_quantity: "Başka miktar",
  made_quantity: "Üretilen miktar",
  all_of_it: "Hepsi: {much}",
  needs_network: "Bunun için ağ gerekiyor, şu anda ağ yok.",
  needs_network_next: "Hiçbir şey kaydedilmedi. Panel bağlanınca yeniden yapın.",
  not_known_here: "{what}, ağ olmadan bu panelde bilinmiyor.",
  not_known_here_next: "Hiçbir şey kaydedilmedi. Listedeki bir partiyi kullanın ya da ağı bekleyin.",
  held: "{what} blokeli: {why}",
  expired: "{what} süresi dolmuş: {why}",
  not_usable_next: "Kenara koyun, başka bir parti alın.",
  not_running: "İş burada başlatılmadı.",
  nobody_here: "Burada oturum açmış kimse yok.",
  nobody_here_next: "Kartınızı okutun, sonra yeniden okutun.",
  no_answer: "Sunucu henüz yanıt vermedi; kaydedilip kaydedilmediği bilinmiyor.",
  no_answer_next: "Yinelemeyin. Panel sormayı sürdürür ve sonucu bildirir.",
  storage_full: "Bu cihazda yer kalmadı. Hiçbir şey kaydedilmedi.",
  storage_full_next: "Cihazda yer açması için birini çağırın, sonra yeniden okutun.",
  failed: "Panel bunu saklayamadı. Hiçbir şey kaydedilmedi.",
  failed_next: "Sayfayı yeniden yükleyin, sonra yeniden okutun.",
};

const de: Record<LocalWord, string> = {
  kept_here: "Hier behalten: {what}. Es wird gesendet, sobald das Netz da ist.",
  how_much: "{what}: wie viel?",
  other_quantity: "Andere Menge",
  made_quantity: "Hergestellte Menge",
  all_of_it: "Alles: {much}",
  needs_network: "Das braucht das Netz, und es ist keines da.",
  needs_network_next: "Nichts wurde erfasst. Noch einmal tun, sobald das Panel verbunden ist.",
  not_known_here: "{what} kennt dieses Panel ohne Netz nicht.",
  not_known_here_next: "Nichts wurde erfasst. Ein Los der Liste nehmen oder auf das Netz warten.",
  held: "{what} ist gesperrt: {why}",
  expired: "{what} ist abgelaufen: {why}",
  not_usable_next: "Beiseite stellen und ein anderes Los nehmen.",
  not_running: "Der Auftrag ist hier nicht begonnen.",
  nobody_here: "Hier ist niemand angemeldet.",
  nobody_here_next: "Ausweis scannen, dann noch einmal scannen.",
  no_answer: "Der Server hat noch nicht geantwortet; ob es erfasst ist, ist nicht bekannt.",
  no_answer_next: "Nicht wiederholen. Das Panel fragt weiter und sagt, was daraus wurde.",
  storage_full: "Auf diesem Gerät ist kein Platz mehr. Nichts wurde erfasst.",
  storage_full_next: "Jemanden rufen, der Platz schafft, dann noch einmal scannen.",
  failed: "Das Panel konnte dies nicht behalten. Nichts wurde erfasst.",
  failed_next: "Seite neu laden, dann noch einmal scannen.",
};

const SPOKEN: Record<Station["language"], Record<LocalWord, string>> = { en, tr, de };

/** A sentence of the panel's own, with what it speaks of put in. */
export function say(
  language: Station["language"],
  word: LocalWord,
  about: Record<string, string> = {},
): string {
  return SPOKEN[language][word].replace(/\{(\w+)\}/g, (_all, name: string) => about[name] ?? "");
}
