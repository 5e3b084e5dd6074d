/** Several pages of one panel: one of them sends, and all hear what became of it. */
import type { Answer } from "../protocol.ts";

const NAME = "gozinto-panel";

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
