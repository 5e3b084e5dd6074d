/** Hears the keys of the whole window: no field has to have the focus, and none sees a scan. */
import { decode, type Learned } from "./decoding.ts";
import { Wedge, type Press, type Stroke } from "./wedge.ts";

/** A busy page hears keys later than they were pressed: that nothing more comes is decided late. */
const LATE_MS = 100;

export interface Listener {
  /** How this station's scanner writes; null for a US keyboard. */
  learned(): Learned | null;
  scan(text: string, strokes: readonly Stroke[]): void;
}

/** Listens until the function that it gives is called. */
export function listen(listener: Listener, target: Window = window): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const wedge = new Wedge({
    scan: (strokes) => listener.scan(decode(strokes, listener.learned()), strokes),
    typed: (keys) => giveBack(target, keys),
  });
  const heard = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    if (wedge.press(pressOf(event))) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
    clearTimeout(timer);
    const due = wedge.dueAt;
    if (due === null) return;
    timer = setTimeout(() => wedge.rest(due + 1), due + 1 + LATE_MS - event.timeStamp);
  };
  target.addEventListener("keydown", heard, { capture: true });
  target.addEventListener("keyup", heard, { capture: true });
  return () => {
    clearTimeout(timer);
    target.removeEventListener("keydown", heard, { capture: true });
    target.removeEventListener("keyup", heard, { capture: true });
  };
}

function pressOf(event: KeyboardEvent): Press {
  return {
    type: event.type === "keyup" ? "up" : "down",
    code: event.code,
    key: event.key,
    shift: event.shiftKey,
    ctrl: event.ctrlKey,
    alt: event.altKey,
    altGraph: event.getModifierState("AltGraph"),
    repeats: event.repeat,
    at: event.timeStamp,
  };
}

/** What a person typed goes where she typed it, a blink later. */
function giveBack(target: Window, keys: readonly string[]): void {
  const field = target.document.activeElement;
  if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) return;
  const end = field.selectionEnd ?? field.value.length;
  field.setRangeText(keys.join(""), field.selectionStart ?? end, end, "end");
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
}
