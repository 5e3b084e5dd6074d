/**
 * Every entry reaches the server once and in order, whatever happens between. It lies on the disk
 * before anything is claimed of it; it is sent under the same id and with the same content until
 * an answer has come; it leaves the disk in the same transaction in which its answer is kept.
 */
import { Lost, type Asking } from "../link/asking.ts";
import type { Answer, Entry } from "../protocol.ts";
import { StorageFull, type Kept, type Store } from "../store/store.ts";

/** A person waits before the screen. */
export const LIVE_ANSWER_MS = 2_500;
/** Nobody waits, and the server may have much to do. */
export const BACKLOG_ANSWER_MS = 20_000;
export const MOST_AT_ONCE = 50;
/** What was asked before the page went, longer ago than this, has happened without us. */
export const STILL_LIVE_MS = 10_000;
const BACKOFF_MS = [500, 1_000, 2_000, 4_000, 8_000, 15_000];

/** What is said of an entry that could not be sent. */
export interface Deciding {
  /**
   * The answer of an entry that may be taken without a network; null when it may not. Of one that
   * `wasSent` nothing can be asked any more: what is left open is told as open.
   */
  taken(entry: Entry, wasSent?: boolean): Answer | null;
  /** Why an entry is not made, or what must be said first. */
  notMade(entry: Entry): Answer;
  /** What is said of one that was sent and has no answer. */
  unanswered(entry: Entry): Answer;
  /** What is said of one that the device had no room for. */
  noRoom(entry: Entry): Answer;
}

export interface Around {
  store: Store;
  ask: Asking;
  decide: Deciding;
  clock(): number;
  /** Runs alone among all tabs of this panel. */
  alone<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Tells the other tabs, and calls back with what they tell. */
  tabs: { tell(answers: readonly Answer[]): void; hear(told: (answers: Answer[]) => void): void };
  /** An answer that came when nobody waited for it any more. */
  late(answer: Answer): void;
  /** How the panel stands with its server changed, or what waits did. */
  changed(): void;
  /** The server knows this station no more (401). */
  notEnrolled(body: unknown): void;
  later(work: () => void, ms: number): void;
}

type Waiter = (answer: Answer) => void;

export class Outbox {
  online = true;
  lostAt = 0;
  /** Ids that are on their way just now. */
  sending: ReadonlySet<string> = new Set();
  private readonly waiters = new Map<string, Waiter>();
  private failures = 0;
  private running: Promise<void> | null = null;
  private again = false;
  private isDue = false;
  private stopped = false;

  constructor(private readonly around: Around) {
    around.tabs.hear((answers) => void this.heardFromTab(answers));
  }

  /** What was left when the page went: promised stays, asked long ago is decided on now. */
  async resume(): Promise<void> {
    const all = await this.around.store.all();
    const old = all.filter((one) => one.standing === "asked" && this.isOld(one));
    await this.decide(old.at(-1)?.order ?? 0);
    for (const kept of all) {
      if (kept.standing === "stuck") await this.around.store.stick(kept.order, "sent");
    }
    for (const answer of await this.around.store.late()) this.around.late(answer);
    this.flush();
  }

  /** Makes an entry; the answer is the server's, or what may be said without it. */
  async make(entry: Entry): Promise<Answer> {
    if (!this.online && this.around.decide.taken(entry) === null) {
      return this.around.decide.notMade(entry);
    }
    const answer = new Promise<Answer>((resolve) => this.waiters.set(entry.id, resolve));
    try {
      const { order } = await this.around.store.add(entry);
      if (this.online) this.around.later(() => void this.tooLong(entry.id, order), LIVE_ANSWER_MS);
      else await this.decide(order);
    } catch (error) {
      this.waiters.delete(entry.id);
      throw error;
    }
    this.around.changed();
    if (this.online) this.flush();
    else this.flushLater();
    return answer;
  }

  /** Sends what waits, if anything does; one run at a time, in one tab. */
  flush(): void {
    if (this.stopped) return;
    if (this.running) {
      this.again = true;
      return;
    }
    this.again = false;
    this.running = this.around
      .alone(() => this.run())
      .finally(() => {
        this.running = null;
        if (this.again) this.flush();
      });
  }

  /** For tests and for leaving: nothing is sent any more. */
  async stop(): Promise<void> {
    this.stopped = true;
    await this.running;
  }

  /** An answer of any kind came. */
  reached(): void {
    this.failures = 0;
    if (this.online) return;
    this.online = true;
    this.lostAt = 0;
    this.around.changed();
  }

  /** No answer came to something that was asked of the server. */
  async lost(): Promise<void> {
    if (this.online) {
      this.online = false;
      this.lostAt = this.around.clock();
      this.around.changed();
    }
    await this.decide(Number.POSITIVE_INFINITY);
    for (const kept of await this.around.store.all()) {
      if (kept.standing === "sent" && kept.entry.live) await this.decideSent(kept);
    }
  }

  /** It still stands behind others: nobody waits longer than for a lost answer. */
  private async tooLong(id: string, order: number): Promise<void> {
    if (!this.stopped && this.waiters.has(id)) await this.decide(order);
  }

  private isOld(kept: Kept): boolean {
    const age = this.around.clock() - Date.parse(kept.entry.at);
    return age < 0 || age > STILL_LIVE_MS;
  }

  /**
   * Decides what was asked and not sent, up to this one, without the server. Always in their order,
   * since the numbers that they get are the order of what happened.
   */
  private async decide(upTo: number): Promise<void> {
    for (const kept of await this.around.store.all()) {
      if (kept.standing === "asked" && kept.order <= upTo) await this.decideAlone(kept);
    }
  }

  private async heardFromTab(answers: readonly Answer[]): Promise<void> {
    for (const answer of answers) {
      if (!this.waiters.has(answer.id)) continue;
      this.tell(answer, false);
      await this.around.store.told(answer.id);
    }
    this.around.changed();
  }

  private async decideAlone(kept: Kept): Promise<void> {
    const taken = this.around.decide.taken(kept.entry);
    if (taken === null) {
      const answer = this.around.decide.notMade(kept.entry);
      const isLate = this.isLate(answer);
      const withdrawn = await this.around.store.withdraw(kept.order, answer, isLate);
      if (withdrawn && isLate) this.around.late(answer);
      if (withdrawn) this.tell(answer);
    } else {
      await this.promise(kept, taken);
    }
    this.around.changed();
  }

  /** Nothing is told as taken that the device has no room to say so of. */
  private async promise(kept: Kept, taken: Answer): Promise<void> {
    try {
      if ((await this.around.store.promise(kept.order)) !== null) this.tell(taken);
    } catch (error) {
      if (!(error instanceof StorageFull)) throw error;
      await this.noRoom([kept]);
    }
  }

  /** Of what was only asked nothing was claimed: it goes again, and whoever waits is told. */
  private async noRoom(batch: readonly Kept[]): Promise<void> {
    for (const kept of batch) {
      const answer = this.around.decide.noRoom(kept.entry);
      if (kept.standing !== "asked" || !this.waiters.has(kept.entry.id)) continue;
      if (await this.around.store.withdraw(kept.order, answer, false)) this.tell(answer);
    }
    this.around.changed();
  }

  /** It may be at the server or not: what is told as taken has happened from here on. */
  private async decideSent(kept: Kept): Promise<void> {
    const taken = this.around.decide.taken(kept.entry, true);
    const isKept = taken !== null && (await this.happened(kept.order));
    this.tell(isKept ? taken : this.around.decide.unanswered(kept.entry));
  }

  /** False where the device has no room to note it: then nothing more is claimed of it. */
  private async happened(order: number): Promise<boolean> {
    try {
      await this.around.store.happened(order);
      return true;
    } catch (error) {
      if (!(error instanceof StorageFull)) throw error;
      return false;
    }
  }

  private async run(): Promise<void> {
    let isDone = false;
    try {
      while (!this.stopped && !isDone) {
        const batch = await this.around.store.next(MOST_AT_ONCE);
        isDone = batch.length === 0;
        if (!isDone && !(await this.send(batch))) return;
      }
    } catch (error) {
      if (!(error instanceof StorageFull)) throw error;
      await this.noRoom(await this.around.store.next(MOST_AT_ONCE));
    } finally {
      // Whatever went wrong, the network or the device, what waits is tried again.
      if (!isDone) this.flushLater();
    }
  }

  /** True when there may be more to send. */
  private async send(batch: readonly Kept[]): Promise<boolean> {
    const sent = await this.around.store.sending(batch);
    if (sent.length === 0) return true;
    this.show(sent);
    try {
      const told = await this.around.ask("/panel/entries", {
        method: "POST",
        body: {
          entries: sent.map((one) => one.entry),
          log: (await this.around.store.value("log")) ?? "",
          device_now: new Date(this.around.clock()).toISOString(),
        },
        within: sent.some((one) => this.waiters.has(one.entry.id))
          ? LIVE_ANSWER_MS
          : BACKLOG_ANSWER_MS,
      });
      return await this.take(sent, told);
    } catch (error) {
      if (!(error instanceof Lost)) throw error;
      await this.lost();
      return false;
    } finally {
      this.show([]);
    }
  }

  private async take(
    sent: readonly Kept[],
    told: { status: number; body: unknown },
  ): Promise<boolean> {
    if (told.status === 401) {
      this.around.notEnrolled(told.body);
      for (const one of sent) this.tell(this.around.decide.unanswered(one.entry));
      return false;
    }
    if (told.status !== 200) return this.notTaken(sent, told.status);
    const ids = new Set(sent.map((one) => one.entry.id));
    const answers = answersOf(told.body).filter((answer) => ids.has(answer.id));
    if (answers.length === 0) throw new Lost("no answer to any entry");
    this.reached();
    await this.around.store.answered(answers, this.isLate);
    this.around.tabs.tell(answers);
    for (const answer of answers) this.resolve(answer);
    this.around.changed();
    return true;
  }

  /** A request that is refused as a whole is sent one by one; one alone stays and blocks nobody. */
  private async notTaken(sent: readonly Kept[], status: number): Promise<boolean> {
    if (status >= 500 || status === 408 || status === 429) throw new Lost(`status ${status}`);
    const [first] = sent;
    if (first === undefined) return true;
    if (sent.length > 1) return this.send([first]);
    await this.around.store.stick(first.order, "stuck");
    this.tell(this.around.decide.unanswered(first.entry));
    this.around.changed();
    return true;
  }

  /** Somebody must be told, and nobody waits: not of what went as it was told it would. */
  private readonly isLate = (answer: Answer): boolean =>
    !this.waiters.has(answer.id) && (answer.verdict === "refused" || answer.verdict === "choose");

  private resolve(answer: Answer): void {
    const waiter = this.waiters.get(answer.id);
    this.waiters.delete(answer.id);
    if (waiter) waiter(answer);
    else if (this.isLate(answer)) this.around.late(answer);
  }

  private tell(answer: Answer, others = true): void {
    const waiter = this.waiters.get(answer.id);
    this.waiters.delete(answer.id);
    waiter?.(answer);
    if (others) this.around.tabs.tell([answer]);
  }

  private show(sent: readonly Kept[]): void {
    this.sending = new Set(sent.map((one) => one.entry.id));
    this.around.changed();
  }

  private flushLater(): void {
    if (this.isDue || this.stopped) return;
    this.isDue = true;
    const wait = BACKOFF_MS[Math.min(this.failures, BACKOFF_MS.length - 1)] ?? 15_000;
    this.failures += 1;
    this.around.later(() => {
      this.isDue = false;
      this.flush();
    }, wait);
  }
}

function answersOf(body: unknown): Answer[] {
  const answers = (body as { answers?: unknown } | null)?.answers;
  return Array.isArray(answers) ? (answers as Answer[]) : [];
}
