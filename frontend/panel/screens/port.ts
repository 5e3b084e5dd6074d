/** What the faces need of what stands behind them: the engine gives it, and they know no more. */
import type { ReadonlySignal } from "@preact/signals";

import type { Act, Answer, Context, Now, Person, Station, Told } from "../protocol.ts";

/** An entry that was made here and has no answer yet. */
export interface Waiting {
  id: string;
  seq: number;
  at: string;
  act: Act;
  text: string;
  live: boolean;
  state: "waiting" | "sending" | "refused" | "kept";
}

/** How the panel stands with its server. */
export interface Link {
  online: boolean;
  /** Since when it has no network, in milliseconds; 0 while it has. */
  lostAt: number;
}

/** Why somebody is not signed in. */
export interface SignInRefused {
  code: string;
  message: string;
  next_step: string;
  wait_s?: number;
}

/** How the scanner typed the code of the check. */
export interface ScannerHeard {
  text: string;
  /** Whether it came as it is printed. */
  fits: boolean;
  /** What to keep so that it does; null when there is nothing to learn. */
  map: Record<string, string> | null;
}

/** A camera that reads; `light` turns its light on or off, where it has one. */
export interface Eye {
  end(): void;
  light: ((on: boolean) => Promise<void>) | null;
}

/** What became of a PIN; `unproven`: how often the badge was used here without it. */
export interface SignedIn {
  refused: SignInRefused | null;
  unproven: number;
}

export interface Panel {
  enrolled: ReadonlySignal<boolean>;
  now: ReadonlySignal<Now | null>;
  link: ReadonlySignal<Link>;
  waiting: ReadonlySignal<readonly Waiting[]>;
  /** The code of the person whose badge came last; "" while nobody is here. */
  acting: ReadonlySignal<string>;
  /** The addresses of papers that can be shown without a network. */
  papers: ReadonlySignal<ReadonlySet<string>>;
  enrol(code: string): Promise<SignInRefused | null>;
  /** `proves`: whoever gives the PIN says that it was they who had used the badge alone. */
  signIn(badge: string, pin: string, proves?: boolean): Promise<SignedIn>;
  /** Opens a session that stays unproven until the PIN is given. */
  signInUnproven(badge: string): Promise<void>;
  /** Who acts from here on; somebody who is here already. */
  takeOver(person: string): void;
  signOut(person: string): Promise<void>;
  /** Settings of this station that are told at its own screen. */
  settle(fields: Partial<Pick<Station, "language" | "px_per_mm" | "scanner">>): Promise<void>;
  /** Reads codes in what the camera sees until what it gives is ended. */
  look(eye: HTMLVideoElement, found: (text: string) => void): Promise<Eye>;
  /** The address of the picture of the code that tells how a scanner types. */
  checkCode: string;
  /** Hears the next bursts of keys as the check of the scanner, until it is ended. */
  checkScanner(heard: (found: ScannerHeard) => void): () => void;
  tell(act: Act, told: Told, context: Context): Promise<Answer>;
}

/** The person who acts, of those who are here. */
export function actor(panel: Panel): Person | undefined {
  const people = panel.now.value?.people ?? [];
  return people.find((one) => one.person === panel.acting.value);
}
