/** Several pages of one panel: one of them works, and the others wait for it to go. */
import type { Answer } from "../protocol.ts";

const NAME = "gozinto-panel";

/** A page that is loaded anew comes before the one that it was has let go. */
const GOES_MS = 400;

/**
 * Done when this page is the one that works. Until then `others` shows that another one does; with
 * what it is given, this page works from now on, and the other one waits.
 */
export function holdPanel(others: (take: () => void) => Promise<void>): Promise<void> {
  return new Promise((isOurs) => {
    let hasWaited = false;
    const hold = (how: LockOptions) => {
      const held = navigator.locks.request(`${NAME}-page`, how, () => {
        clearTimeout(timer);
        // The other one is gone, and was of a newer version maybe: this one begins anew.
        if (hasWaited && !how.steal) location.reload();
        else isOurs();
        return new Promise<void>(() => {}); // as long as the page lives
      });
      held.catch(() => location.reload()); // another one works from here on
    };
    const timer = setTimeout(() => {
      hasWaited = true;
      void others(() => hold({ steal: true }));
    }, GOES_MS);
    hold({});
  });
}

/** Runs while no other page of this panel runs the same. */
export function alone<Result>(work: () => Promise<Result>): Promise<Result> {
  return navigator.locks.request(`${NAME}-outbox`, work) as Promise<Result>;
}

export interface Tabs {
  tell(answers: readonly Answer[]): void;
  hear(told: (answers: Answer[]) => void): void;
}

export function openTabs(): Tabs {
  const channel = new BroadcastChannel(NAME);
  return {
    tell: (answers) => channel.postMessage(answers),
    hear: (told) =>
      channel.addEventListener("message", (event: MessageEvent<Answer[]>) => told(event.data)),
  };
}
