/** A server, a network and a device that fail in every way we could think of, driven by chance. */
import "fake-indexeddb/auto";
import { Lost, type Asking } from "../panel/link/asking.ts";
import { localAnswer } from "../panel/offline/deciding.ts";
import { Outbox, type Deciding } from "../panel/outbox/outbox.ts";
import type { Act, Answer, Entry } from "../panel/protocol.ts";
import { Ids } from "../panel/store/ids.ts";
import { Store } from "../panel/store/store.ts";
import type { Random } from "./random.ts";

/** Does each entry once, by its id, whatever is sent how often. */
export class ModelServer {
  readonly done: Entry[] = [];
  readonly conflicts: Entry[] = [];
  private readonly answers = new Map<string, { content: string; answer: Answer }>();

  take(entries: readonly Entry[], most = entries.length): Answer[] {
    return entries.slice(0, most).map((entry) => this.one(entry));
  }

  /** A held lot is refused while its operator waits, and recorded once it has happened. */
  private one(entry: Entry): Answer {
    // Whether somebody still waits is no part of what it is.
    const content = JSON.stringify({ ...entry, live: null });
    const before = this.answers.get(entry.id);
    if (before && before.content !== content) this.conflicts.push(entry);
    if (before) return before.answer;
    const isRefused = entry.live && String(entry.told["text"]).startsWith("HELD");
    const answer = localAnswer(entry, {
      verdict: isRefused ? "refused" : "ok",
      code: isRefused ? "held" : "",
      sentence: "",
      next_step: "",
    });
    if (!isRefused) this.done.push(entry);
    this.answers.set(entry.id, { content, answer });
    return answer;
  }
}

/** Loses, delays, repeats and cuts off what goes through it. */
export class Network {
  isDown = false;
  /** Requests that are still on their way although their sender has given them up. */
  private readonly wandering: Entry[][] = [];

  constructor(
    private readonly random: Random,
    private readonly server: ModelServer,
    private readonly isQuiet: () => boolean,
  ) {}

  readonly ask: Asking = async (_path, asked) => {
    await pause();
    const { entries } = asked.body as { entries: Entry[] };
    const sent = structuredClone(entries);
    if (this.isQuiet()) return this.answer(this.server.take(sent));
    if (this.isDown) throw new Lost("down");
    const fate = this.random.below(10);
    if (fate === 0) throw new Lost("the request was lost");
    if (fate === 1) this.wandering.push(sent);
    if (fate === 1) throw new Lost("it is late");
    if (fate === 2) this.server.take(sent, this.random.below(sent.length + 1));
    if (fate === 2) throw new Lost("the server restarted in the middle");
    if (fate === 3) this.server.take(sent);
    const answers = this.server.take(sent);
    if (fate === 4) throw new Lost("the answer was lost");
    if (fate === 5) return { status: 503, body: {}, etag: "" };
    if (fate === 6) return this.answer(answers.slice(0, this.random.below(answers.length + 1)));
    if (fate === 7) return this.answer([...answers].reverse());
    return this.answer(answers);
  };

  /** What was late arrives after all. */
  arrive(): void {
    for (const entries of this.wandering.splice(0)) this.server.take(entries);
  }

  private answer(answers: Answer[]) {
    return { status: 200, body: { answers }, etag: "" };
  }
}

type Work = (...told: unknown[]) => Promise<unknown>;

export const ONLINE_ONLY: Act = "ship";

const decide: Deciding = {
  taken: (entry) => (entry.act === ONLINE_ONLY ? null : local(entry, "ok", "kept_here")),
  notMade: (entry) => local(entry, "refused", "needs_network"),
  unanswered: (entry) => local(entry, "refused", "no_answer"),
  noRoom: (entry) => local(entry, "refused", "storage_full"),
};

function local(entry: Entry, verdict: Answer["verdict"], code: string): Answer {
  return localAnswer(entry, { verdict, code, sentence: "", next_step: "" });
}

/** One page of the panel, which may be killed at any moment; its disk stays. */
export class Page {
  readonly told: { entry: Entry; answer: Answer }[] = [];
  private isDead = false;
  private readonly due: (() => void)[] = [];
  private constructor(
    readonly store: Store,
    readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  static async open(disk: string, ask: Asking, clock: Clock, late: Answer[]): Promise<Page> {
    const store = await Store.open(disk);
    const ours: Store = new Proxy(store, {
      get: (target, name) => (...told: unknown[]) =>
        page.living(() => (Reflect.get(target, name) as Work).apply(target, told)),
    });
    const page: Page = new Page(
      store,
      new Outbox({
        store: ours,
        ask: (path, asked) => page.living(() => ask(path, asked)),
        decide,
        clock: () => clock.now,
        alone: (work) => work(),
        tabs: { tell: () => {}, hear: () => {} },
        late: (answer) => {
          late.push(answer);
          if (!page.isDead) void store.told(answer.id);
        },
        changed: () => {},
        notEnrolled: () => {},
        later: (work) => page.due.push(work),
      }),
      clock,
    );
    await page.outbox.resume();
    return page;
  }

  async make(act: Act, text: string): Promise<void> {
    const entry = entryOf(this.clock, act, text);
    const answer = await this.outbox.make(entry);
    this.told.push({ entry, answer });
  }

  /** From now on nothing is written but what is put away; until what it gives is called. */
  fill(): () => void {
    const write = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = () => {
      throw new DOMException("full", "QuotaExceededError");
    };
    return () => (IDBObjectStore.prototype.put = write);
  }

  /** All that waits for its time gets it. */
  elapse(): void {
    for (const work of this.due.splice(0)) if (!this.isDead) work();
  }

  kill(): void {
    this.isDead = true;
    void this.outbox.stop();
    this.store.close();
  }

  /** A dead page hears nothing any more. */
  private async living<Result>(ask: () => Promise<Result>): Promise<Result> {
    if (this.isDead) return new Promise<Result>(() => {});
    const result = await ask();
    return this.isDead ? new Promise<Result>(() => {}) : result;
  }
}

export class Clock {
  now = Date.parse("2026-11-23T06:00:00Z");
  readonly ids = new Ids(() => this.now);
}

export function entryOf(clock: Clock, act: Act, text: string): Entry {
  return {
    id: clock.ids.next(),
    seq: 0,
    at: new Date(clock.now).toISOString(),
    person: "1150",
    proof: "pin",
    live: true,
    act,
    told: { text },
    context: { screen: "job", job: "J-1042" },
  };
}

/** Lets everything go on that waits for nothing but its turn. */
export async function pause(turns = 1): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) await new Promise((done) => setImmediate(done));
}
