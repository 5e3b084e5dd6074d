/** Follows what the server shows this station: every two seconds while somebody looks. */
import { Lost, type Asking, type Told } from "./asking.ts";

export const EVERY_MS = 2_000;
const LOST_MS = [2_000, 3_000, 5_000, 10_000];
const WITHIN_MS = 5_000;

export interface Following {
  ask: Asking;
  /** Headers that each question carries. */
  headers(): Record<string, string>;
  /** A new state; its tag asks for the next one only if it differs. */
  shows(body: unknown, etag: string): void;
  /** The server has nothing new. */
  same(): void;
  refused(told: Told): void;
  lost(error: Lost): void;
}

export class Follower {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private asking = false;
  private again = false;
  /** What is being answered was asked before something changed here. */
  private isOld = false;
  private failures = 0;
  private isStopped = false;
  /** This device is no station: asking again and again would change nothing. */
  private isStranger = false;

  constructor(
    private readonly following: Following,
    private etag: string,
  ) {}

  start(): void {
    document.addEventListener("visibilitychange", this.soon);
    // Only a hint that it is worth trying: what counts is an answer.
    window.addEventListener("online", this.soon);
    this.soon();
  }

  stop(): void {
    this.isStopped = true;
    clearTimeout(this.timer);
    document.removeEventListener("visibilitychange", this.soon);
    window.removeEventListener("online", this.soon);
  }

  /** Asks at once, or right after the question that is under way. */
  readonly soon = (): void => {
    if (this.asking) this.again = true;
    else void this.ask();
  };

  /** Asks after what was just done; an answer that is on its way knows nothing of it. */
  anew(): void {
    this.isOld = this.asking;
    this.soon();
  }

  private async ask(): Promise<void> {
    if (this.isStopped) return;
    clearTimeout(this.timer);
    this.asking = true;
    this.again = false;
    this.isOld = false;
    try {
      const told = await this.question();
      if (!this.isOld) this.take(told);
      this.failures = 0;
    } catch (error) {
      if (!(error instanceof Lost)) throw error;
      this.failures += 1;
      this.following.lost(error);
    } finally {
      this.asking = false;
      this.schedule();
    }
  }

  private question(): Promise<Told> {
    const tag: Record<string, string> = this.etag === "" ? {} : { "If-None-Match": this.etag };
    const headers = { ...this.following.headers(), ...tag };
    return this.following.ask("/panel/now", { method: "GET", headers, within: WITHIN_MS });
  }

  private take(told: Told): void {
    this.isStranger = told.status === 401;
    if (told.status === 304) return this.following.same();
    if (told.status !== 200) {
      if (told.status >= 500) throw new Lost(`status ${told.status}`);
      this.etag = "";
      return this.following.refused(told);
    }
    this.etag = told.etag;
    this.following.shows(told.body, told.etag);
  }

  private schedule(): void {
    if (this.isStopped || (this.isStranger && !this.again)) return;
    const lost = LOST_MS[Math.min(this.failures, LOST_MS.length) - 1];
    const wait = this.again ? 0 : (lost ?? EVERY_MS);
    // A page that nobody sees asks when it is seen again, and its outbox flushes by itself.
    if (document.visibilityState === "hidden" && !this.again) return;
    this.timer = setTimeout(() => void this.ask(), wait);
  }
}
