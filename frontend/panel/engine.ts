/** What stands behind the screens: it takes scans and taps, keeps them, and tells what is known. */
import { computed, signal } from "@preact/signals";
import { overNetwork, Lost, type Asking, type Told as Reply } from "./link/asking.ts";
import { Follower } from "./link/following.ts";
import { alone, openTabs } from "./link/tabs.ts";
import { localAnswer, problemOf, questionsOf, setBy, subject } from "./offline/deciding.ts";
import { overlaid } from "./offline/overlay.ts";
import { chosen, openPapers } from "./offline/papers.ts";
import { actingOf, NOBODY, peopleHere, seenIn, settled, type Sessions } from "./offline/people.ts";
import { LIVE_ANSWER_MS, Outbox, type Deciding } from "./outbox/outbox.ts";
import type {
  Act, Answer, Choice, Context, Entry, Now, Person, Refusal, Station, Told,
} from "./protocol.ts"; // prettier-ignore
import type { Eye, Link, Panel, Waiting } from "./screens/port.ts";
import { CHECK_PICTURE, examine, type Found } from "./scanner/check.ts";
import { listen } from "./scanner/listening.ts";
import { Ids } from "./store/ids.ts";
import { Store, StorageFull, type Kept } from "./store/store.ts";
import { say, type LocalWord } from "./words/local.ts";

/** Who hears of scans, and of answers that come when nobody waits for them any more. */
export interface Ears {
  scanned(text: string): void;
  late(answer: Answer): void;
}

/** What stands before the code in the address that the office shows as a QR code. */
const ENROL_ADDRESS = /^.*#enrol=/;
const SIGN_IN_MS = 8_000;
/** A code counts once: who gives up early has neither the code nor the station. */
const ENROL_MS = 30_000;

/** Opens what the device has kept, and begins to follow the server. */
export async function openEngine(ask: Asking = overNetwork): Promise<Engine> {
  const store = await Store.open();
  const engine = new Engine(store, ask);
  await engine.begin();
  return engine;
}

export class Engine implements Panel {
  /** What was shown once was shown to a station; the server says if it is one no more. */
  readonly enrolled = signal(false);
  readonly acting = signal("");
  readonly link = signal<Link>({ online: true, lostAt: 0 });
  readonly waiting = signal<readonly Waiting[]>([]);
  /** False: the browser may throw away what waits when the device has no room left. */
  readonly isPersistent = signal(false);
  readonly checkCode = CHECK_PICTURE;
  private readonly kept = openPapers();
  readonly papers = this.kept.kept;
  private readonly told = signal<Now | null>(null);
  private readonly claimed = signal<readonly Entry[]>([]);
  private readonly sessions = signal<Sessions>(NOBODY);
  private readonly tick = signal(0);
  readonly now = computed(() => this.shown(this.claimed.value));

  private readonly ids = new Ids(() => Date.now());
  private readonly outbox: Outbox;
  private follower: Follower | null = null;
  private ears: Ears | null = null;
  private readonly unheard: Answer[] = [];
  private checking: ((found: Found) => void) | null = null;
  /** Whose entries wait: what they did here the server does not know yet. */
  private unsettled: ReadonlySet<string> = new Set();

  constructor(
    private readonly store: Store,
    private readonly ask: Asking,
  ) {
    this.outbox = new Outbox({
      store,
      ask: (path, asked) => ask(path, { ...asked, headers: this.headers() }),
      decide: this.deciding(),
      clock: () => Date.now(),
      alone,
      tabs: openTabs(),
      late: (answer) => this.hearLate(answer),
      changed: () => void this.showOutbox(),
      notEnrolled: () => this.ended(),
      later: (work, ms) => setTimeout(work, ms),
    });
  }

  async begin(): Promise<void> {
    this.told.value = ((await this.store.value("now")) as Now | undefined) ?? null;
    this.enrolled.value = this.told.value !== null;
    if (this.told.value) void this.kept.keep(chosen(this.told.value));
    const sessions = ((await this.store.value("sessions")) as Sessions | undefined) ?? NOBODY;
    this.sessions.value = seenIn(sessions, (await this.store.all()).map((one) => one.entry));
    this.acting.value = (await this.store.value("acting")) ?? "";
    const etag = this.told.value === null ? "" : ((await this.store.value("etag")) ?? "");
    await this.outbox.resume();
    await this.showOutbox();
    this.follower = new Follower(
      {
        ask: this.ask,
        headers: () => this.headers(),
        shows: (body, tag) => void this.shows(body as Now, tag),
        same: () => this.reached(),
        refused: (reply) => this.refusedToShow(reply),
        lost: () => void this.outbox.lost(),
      },
      etag,
    );
    this.follower.start();
    setInterval(() => (this.tick.value += 1), 30_000);
    this.isPersistent.value = (await navigator.storage?.persist?.()) ?? false;
  }

  /** Scans and late answers go there from now on. */
  hear(ears: Ears): void {
    this.ears = ears;
    for (const answer of this.unheard.splice(0)) this.hearLate(answer);
    listen({
      learned: () => this.now.value?.station.scanner ?? null,
      scan: (text, strokes) => {
        if (this.checking) this.checking(examine(strokes, this.now.value?.station.scanner ?? null));
        else ears.scanned(text);
      },
    });
  }

  tell(act: Act, told: Told, context: Context): Promise<Answer> {
    return this.make(act, told, context);
  }

  async enrol(code: string): Promise<Refusal | null> {
    const reply = await this.post("/panel/enrol", { code: code.replace(ENROL_ADDRESS, "") });
    if ("refused" in reply) return reply.refused;
    this.enrolled.value = true;
    this.follower?.soon();
    return null;
  }

  async signIn(
    badge: string, pin: string, proves = false,
  ): Promise<{ refused: Refusal | null; unproven: number }> {
    const reply = await this.post("/panel/sign-in", { badge, pin, proves, id: this.ids.next() });
    if ("refused" in reply) return { refused: reply.refused, unproven: 0 };
    const told = reply.body as { person: Person; people?: Person[]; unproven?: number };
    this.setPeople(told.people ?? []);
    this.act(told.person.person);
    this.follower?.anew();
    return { refused: null, unproven: told.unproven ?? 0 };
  }

  /** Opens a session that stays unproven until the PIN is given. */
  async signInUnproven(badge: string): Promise<void> {
    const name = this.now.value?.badges[badge] ?? badge;
    const since = new Date().toISOString();
    const person: Person = { person: badge, name, proof: "badge", roles: [], since };
    const { came, left, seen } = this.sessions.value;
    const others = came.filter((one) => one.person !== badge);
    const kept = this.keepSessions({ came: [...others, person], left: without(left, badge), seen });
    this.act(badge);
    await kept;
    await this.make("badge_in", { badge }, { screen: "ready", job: "" });
  }

  /** Who acts from here on; somebody who is here already. */
  takeOver(person: string): void {
    this.act(person);
    if (this.outbox.online) void this.post("/panel/badge", { badge: person });
  }

  async signOut(person: string): Promise<void> {
    const reply = await this.post("/panel/sign-out", { person });
    if (!("refused" in reply)) {
      this.setPeople((reply.body as { people?: Person[] }).people ?? []);
      this.follower?.anew();
      return;
    }
    for (const one of this.now.value?.people ?? []) {
      if (person !== "" && one.person !== person) continue;
      this.act(one.person);
      await this.make("badge_out", { badge: one.person }, { screen: "ready", job: "" });
      const { came, left, seen } = this.sessions.value;
      await this.keepSessions({ came, left: { ...left, [one.person]: Date.now() }, seen });
    }
  }

  async settle(
    fields: Partial<Pick<Station, "language" | "px_per_mm" | "scanner" | "printer">>,
  ): Promise<void> {
    // Nothing learned is a usual keyboard.
    const isUsual = fields.scanner && Object.keys(fields.scanner).length === 0;
    const set = isUsual ? { ...fields, scanner: null } : fields;
    const reply = await this.post("/panel/station", set);
    const told = this.told.value;
    if ("refused" in reply || told === null) return;
    this.told.value = { ...told, station: { ...told.station, ...set } };
    this.follower?.soon();
  }

  /** The next scans are of the check's code, until the function that it gives is called. */
  checkScanner(heard: (found: Found) => void): () => void {
    this.checking = heard;
    return () => {
      if (this.checking === heard) this.checking = null;
    };
  }

  /** Reads codes in what the camera sees until what it gives is ended. */
  async look(eye: HTMLVideoElement, found: (text: string) => void): Promise<Eye> {
    const camera = await import("./camera/camera.ts");
    return camera.look(eye, found);
  }

  private async make(act: Act, told: Told, context: Context): Promise<Answer> {
    const person = this.now.value?.people.find((one) => one.person === this.acting.value);
    const entry: Entry = {
      id: this.ids.next(),
      seq: 0,
      at: new Date().toISOString(),
      person: person?.person ?? "",
      proof: person?.proof ?? "badge",
      live: true,
      act,
      told: this.outbox.online ? told : this.withNumbers(act, told, context),
      context,
    };
    if (person === undefined) return this.refusal(entry, "nobody_here", "nobody_here_next");
    const answer = await this.outbox.make(entry).catch((error: unknown) => {
      if (error instanceof StorageFull) {
        return this.refusal(entry, "storage_full", "storage_full_next");
      }
      console.error(error);
      return this.refusal(entry, "failed", "failed_next");
    });
    this.sessions.value = {
      ...this.sessions.value,
      seen: { ...this.sessions.value.seen, [entry.person]: Date.now() },
    };
    this.follower?.soon();
    return answer;
  }

  /** Units made without a network take the numbers that are reserved for this job. */
  private withNumbers(act: Act, told: Told, context: Context): Told {
    const job = this.now.value?.jobs.find((one) => one.job === context.job);
    if (act !== "produce" || job?.makes !== "serials" || told["numbers"] !== undefined) return told;
    const quantity = Number(told["quantity"] ?? 1);
    const numbers = job.numbers.slice(0, quantity);
    // Units count as made even where too few numbers are left: then the server gives them all.
    return numbers.length < quantity ? told : { ...told, numbers };
  }

  private deciding(): Deciding {
    return {
      taken: (entry, wasSent = false) => {
        const now = this.before(entry);
        if (now === null || problemOf(entry, now) !== null) return null;
        if (!wasSent && questionsOf(entry, now).length > 0) return null;
        const sentence = this.say("kept_here", { what: subject(entry) });
        const told = { verdict: "ok" as const, code: "kept_here", sentence, next_step: "" };
        return localAnswer(entry, { ...told, ...setBy(entry, now) });
      },
      notMade: (entry) => {
        const now = this.before(entry);
        if (now === null) return this.refusal(entry, "needs_network", "needs_network_next");
        const found = problemOf(entry, now);
        if (found === null) return this.question(entry, questionsOf(entry, now));
        const { code, sentence, next } = found;
        return localAnswer(entry, { verdict: "refused", code, sentence, next_step: this.say(next) });
      },
      unanswered: (entry) => this.refusal(entry, "no_answer", "no_answer_next"),
      noRoom: (entry) => this.refusal(entry, "storage_full", "storage_full_next"),
    };
  }

  private question(entry: Entry, choices: Choice[]): Answer {
    const sentence = this.say("how_much", { what: subject(entry) });
    return localAnswer(entry, { verdict: "choose", code: "", sentence, next_step: "", choices });
  }

  private refusal(entry: Entry, code: LocalWord, next: LocalWord): Answer {
    const told = { verdict: "refused" as const, code, sentence: this.say(code) };
    return localAnswer(entry, { ...told, next_step: this.say(next) });
  }

  private say(word: LocalWord, about: Record<string, string> = {}): string {
    return say(this.told.value?.station.language ?? "en", word, about);
  }

  /** As it stood before an entry: what was sent may be shown as done already, and is not judged by that. */
  private before(entry: Entry): Now | null {
    const claimed = this.claimed.value;
    const itself = claimed.findIndex((one) => one.id === entry.id);
    return itself < 0 ? this.now.value : this.shown(claimed.slice(0, itself));
  }

  private shown(claimed: readonly Entry[]): Now | null {
    const told = this.told.value;
    if (told === null) return null;
    void this.tick.value;
    const idle = {
      minutes: told.station.idle_minutes,
      now: Date.now(),
      online: this.link.value.online,
    };
    const people = peopleHere(told.people, this.sessions.value, idle);
    const acting = { person: this.acting.value, at: Date.now() };
    return overlaid({ ...told, people }, claimed, acting);
  }

  private async shows(now: Now, etag: string): Promise<void> {
    this.enrolled.value = true;
    this.told.value = now;
    this.sessions.value = settled(this.sessions.value, this.unsettled);
    this.acting.value = actingOf(this.now.value?.people ?? [], this.acting.value);
    this.reached();
    void this.kept.keep(chosen(now));
    const { store } = this;
    await this.keep(() => store.keep("now", now).then(() => store.keep("etag", etag)));
  }

  private refusedToShow(reply: Reply): void {
    if (reply.status === 401) this.ended();
    this.reached();
  }

  /** This device is no station: what it was shown of the plant's papers is not its to keep. */
  private ended(): void {
    this.enrolled.value = false;
    void this.kept.forget();
  }

  private reached(): void {
    this.outbox.reached();
    if (this.waiting.value.length > 0) this.outbox.flush();
  }

  private async showOutbox(): Promise<void> {
    const { online, lostAt, sending } = this.outbox;
    const kept = await this.store.all();
    this.link.value = { online, lostAt };
    this.waiting.value = kept.map((one) => waitingOf(one, sending));
    const isClaimed = (one: Kept) =>
      one.standing === "promised" || !one.entry.live || (one.standing === "sent" && !online);
    this.claimed.value = kept.filter(isClaimed).map((one) => one.entry);
    this.unsettled = new Set(kept.map((one) => one.entry.person));
  }

  private hearLate(answer: Answer): void {
    if (this.ears === null) {
      this.unheard.push(answer);
      return;
    }
    this.ears.late(answer);
    void this.store.told(answer.id);
  }

  private act(person: string): void {
    this.acting.value = person;
    void this.keep(() => this.store.keep("acting", person));
  }

  private async keepSessions(sessions: Sessions): Promise<void> {
    this.sessions.value = sessions;
    await this.keep(() => this.store.keep("sessions", sessions));
  }

  /** What was kept before stays good where there is no room; the outbox says itself when there is none. */
  private async keep(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof StorageFull)) throw error;
    }
  }

  private setPeople(people: Person[]): void {
    const told = this.told.value;
    if (told) this.told.value = { ...told, people };
  }

  private headers(): Record<string, string> {
    return { "X-Gozinto-Waiting": String(this.waiting.value.length) };
  }

  private async post(
    path: string,
    body: unknown,
  ): Promise<{ body: unknown } | { refused: Refusal }> {
    const patience: Record<string, number> = { "/panel/sign-in": SIGN_IN_MS, "/panel/enrol": ENROL_MS };
    const within = patience[path] ?? LIVE_ANSWER_MS;
    try {
      const reply = await this.ask(path, { method: "POST", body, within, headers: this.headers() });
      this.outbox.reached();
      return reply.status === 200 ? { body: reply.body } : { refused: reply.body as Refusal };
    } catch (error) {
      if (!(error instanceof Lost)) throw error;
      await this.outbox.lost();
      const message = this.say("needs_network");
      return { refused: { code: "needs_network", message, next_step: this.say("needs_network_next") } };
    }
  }
}

function waitingOf(kept: Kept, sending: ReadonlySet<string>): Waiting {
  const { id, seq, at, act, live } = kept.entry;
  const state = kept.standing === "stuck" ? "refused" : sending.has(id) ? "sending" : "waiting";
  return { id, seq, at, act, text: subject(kept.entry), live, state };
}

function without<Value>(record: Record<string, Value>, name: string): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).filter(([one]) => one !== name));
}
