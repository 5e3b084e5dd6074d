/**
 * The papers of the jobs that are shown here, kept for when there is no network. They lie in the
 * browser's cache, under their own addresses and with what the server said of them, so that the
 * service worker shows them as the server does. A file under a number never changes.
 */
import { signal } from "@preact/signals";
import type { Now } from "../protocol.ts";
import { CACHE_OF_PAPERS } from "../shell/keeping.ts";

/** Until what could not be kept is tried again. */
const AGAIN_MS = 5_000;

/** As much as all papers may take of the device. */
export const MOST_BYTES = 100 * 1024 * 1024;

/** The addresses of what is shown as it is, each once: the open job's first, as many as fit. */
export function chosen(now: Now, most = MOST_BYTES): string[] {
  const isOpen = (one: { job: string }) => one.job === now.open;
  const jobs = [...now.jobs.filter(isOpen), ...now.jobs.filter((one) => !isOpen(one))];
  const found = new Set<string>();
  let room = most;
  for (const paper of jobs.flatMap((job) => job.documents)) {
    const isShown = paper.kind.startsWith("image/") || paper.kind === "application/pdf";
    if (!isShown || found.has(paper.address) || !(paper.bytes <= room)) continue;
    found.add(paper.address);
    room -= paper.bytes;
  }
  return [...found];
}

/** Where they lie, and where they come from. */
export interface Around {
  open(): Promise<Pick<Cache, "keys" | "put" | "delete">>;
  remove(): Promise<unknown>;
  fetch(address: string): Promise<Response>;
  later(work: () => void, ms: number): void;
}

export class Papers {
  /** Those that can be shown without a network. */
  readonly kept = signal<ReadonlySet<string>>(new Set());
  /** Null: none may be here, since this device is no station any more. */
  private wanted: readonly string[] | null = [];
  private turn: Promise<void> = Promise.resolve();

  constructor(private readonly around: Around) {}

  /** Keeps these, and none else; what could not be fetched or read is tried again. */
  keep(addresses: readonly string[]): Promise<void> {
    return this.next(addresses);
  }

  forget(): Promise<void> {
    return this.next(null);
  }

  private next(wanted: readonly string[] | null): Promise<void> {
    this.wanted = wanted;
    this.turn = this.turn.then(() => this.tried(wanted));
    return this.turn;
  }

  /** One turn that fails leaves the next one its own. */
  private async tried(wanted: readonly string[] | null): Promise<void> {
    let isDone = false;
    try {
      isDone = await this.settle(wanted);
    } catch (error) {
      console.error(error);
    }
    const again = () => void (this.wanted === wanted && this.next(wanted));
    if (!isDone && this.wanted === wanted) this.around.later(again, AGAIN_MS);
  }

  /** False: the network went meanwhile. */
  private async settle(wanted: readonly string[] | null): Promise<boolean> {
    if (this.wanted !== wanted) return true; // a later turn knows better
    if (wanted === null) {
      await this.around.remove();
      this.kept.value = new Set();
      return true;
    }
    const cache = await this.around.open();
    const there = new Set<string>();
    for (const { url } of await cache.keys()) {
      const address = new URL(url).pathname;
      if (wanted.includes(address)) there.add(address);
      else await cache.delete(url);
    }
    this.kept.value = new Set(there);
    for (const address of wanted) {
      if (there.has(address)) continue;
      const paper = await this.fetched(address);
      if (paper === "lost") return false;
      if (this.wanted !== wanted) return true;
      if (paper === null) continue;
      if (!(await isPut(cache, address, paper))) return true;
      there.add(address);
      this.kept.value = new Set(there);
    }
    return true;
  }

  /** Null: the server has no such paper for us. */
  private async fetched(address: string): Promise<Response | "lost" | null> {
    try {
      const answer = await this.around.fetch(address);
      return answer.ok ? answer : null;
    } catch (error) {
      if (error instanceof TypeError) return "lost";
      throw error;
    }
  }
}

/** The papers of this browser; none where it keeps nothing (plain http). */
export function openPapers(): Papers {
  return new Papers({
    open: async () => ("caches" in globalThis ? caches.open(CACHE_OF_PAPERS) : NOWHERE),
    remove: async () => "caches" in globalThis && caches.delete(CACHE_OF_PAPERS),
    fetch: (address) => fetch(address, { credentials: "same-origin", cache: "no-store" }),
    later: (work, ms) => setTimeout(work, ms),
  });
}

const NOWHERE = {
  keys: () => Promise.resolve([]),
  put: () => Promise.reject(new DOMException("no cache", "QuotaExceededError")),
  delete: () => Promise.resolve(false),
};

/** False: there is no room, so that one more is not tried; a connection that broke is the same. */
async function isPut(cache: Pick<Cache, "put">, address: string, paper: Response): Promise<boolean> {
  try {
    await cache.put(address, paper);
    return true;
  } catch (error) {
    if (error instanceof DOMException || error instanceof TypeError) return false;
    throw error;
  }
}
