/** What a panel keeps on its device, and survives its page: entries, late answers, a few values. */
import { openDB, type DBSchema, type IDBPDatabase, type IDBPTransaction } from "idb";
import type { Answer, Entry } from "../protocol.ts";

/**
 * How an entry stands. `asked`: written, not sent, nothing claimed. `sent`: its answer is awaited,
 * so its content never changes again, but for `live`. `promised`: it was told as taken while there was no network.
 * `stuck`: the server cannot read the request at all; it stays here for somebody to look at.
 */
export type Standing = "asked" | "sent" | "promised" | "stuck";

export interface Kept {
  /** The order in which entries were made, whatever the clock says. */
  order: number;
  standing: Standing;
  /** Its `seq` is 0 until it is sent or promised, so that no number is ever left out. */
  entry: Entry;
}

export interface Values {
  /** The last number given to an entry of this station. */
  seq: number;
  /** What the numbers count in: the id of the entry that was the first of them. */
  log: string;
  now: unknown;
  etag: string;
  /** Sessions begun here by badge alone, and persons who left without a network. */
  sessions: unknown;
  acting: string;
}

interface Schema extends DBSchema {
  kept: { key: number; value: Kept; indexes: { id: string } };
  late: { key: string; value: Answer };
  values: { key: string; value: unknown };
}

/** The device has no room left: nothing was written. */
export class StorageFull extends Error {}

export class Store {
  private constructor(private readonly db: IDBPDatabase<Schema>) {}

  static async open(name = "gozinto-panel"): Promise<Store> {
    const db = await openDB<Schema>(name, 1, {
      upgrade(made) {
        const kept = made.createObjectStore("kept", { keyPath: "order", autoIncrement: true });
        kept.createIndex("id", "entry.id", { unique: true });
        made.createObjectStore("late", { keyPath: "id" });
        made.createObjectStore("values");
      },
      // Another tab with a newer version waits for this one otherwise.
      blocking: (_from, _to, event) => (event.target as IDBDatabase).close(),
    });
    return new Store(db);
  }

  close(): void {
    this.db.close();
  }

  /** Writes an entry; it lies on the disk when this is done. */
  async add(entry: Entry): Promise<Kept> {
    return this.writing(async (tx) => {
      const kept = { standing: "asked", entry } as Kept;
      kept.order = await tx.objectStore("kept").add(kept);
      return kept;
    });
  }

  async all(): Promise<Kept[]> {
    return this.db.getAll("kept");
  }

  /** The next to send, oldest first; what takes back something that was put aside waits with it. */
  async next(most: number): Promise<Kept[]> {
    const all = await this.db.getAll("kept");
    const aside = all.filter((one) => one.standing === "stuck");
    const undone = new Set(aside.map((one) => `urn:uuid:${one.entry.id}`));
    const mayGo = (one: Kept) => one.standing !== "stuck" && !undone.has(String(one.entry.told["event_id"]));
    return all.filter(mayGo).slice(0, most);
  }

  /** Their content is fixed from here on, whether the request arrives or not. */
  async sending(batch: readonly Kept[]): Promise<Kept[]> {
    return this.writing(async (tx) => {
      const sent: Kept[] = [];
      for (const { order } of batch) {
        const kept = await tx.objectStore("kept").get(order);
        if (kept === undefined) continue;
        sent.push(kept);
        // What stands as it is needs no room: a device that is full gets rid of what it has.
        if (kept.entry.seq > 0 && kept.standing !== "asked") continue;
        if (kept.entry.seq === 0) kept.entry = await number(tx, kept.entry);
        if (kept.standing === "asked") kept.standing = "sent";
        await tx.objectStore("kept").put(kept);
      }
      return sent;
    });
  }

  /** Takes an entry that was asked as done, since its act needs no network. */
  async promise(order: number): Promise<Kept | null> {
    return this.writing(async (tx) => {
      const kept = await tx.objectStore("kept").get(order);
      if (kept === undefined || kept.standing !== "asked") return null;
      kept.entry = { ...(await number(tx, kept.entry)), live: false };
      kept.standing = "promised";
      await tx.objectStore("kept").put(kept);
      return kept;
    });
  }

  /** It was told as taken, so it has happened, whether the server got it or not. */
  async happened(order: number): Promise<void> {
    await this.writing(async (tx) => {
      const kept = await tx.objectStore("kept").get(order);
      if (kept?.standing !== "sent" || !kept.entry.live) return;
      await tx.objectStore("kept").put({ ...kept, entry: { ...kept.entry, live: false } });
    });
  }

  /** Takes back an entry of which nothing was claimed; false when it was sent meanwhile. */
  async withdraw(order: number, told: Answer, isLate: boolean): Promise<boolean> {
    return this.writing(async (tx) => {
      const kept = await tx.objectStore("kept").get(order);
      if (kept === undefined || kept.standing !== "asked") return false;
      await tx.objectStore("kept").delete(order);
      if (isLate) await tx.objectStore("late").put(told);
      return true;
    });
  }

  /** Puts an entry aside that the server cannot read, or back into the queue. */
  async stick(order: number, standing: "stuck" | "sent"): Promise<void> {
    await this.writing(async (tx) => {
      const kept = await tx.objectStore("kept").get(order);
      if (kept) await tx.objectStore("kept").put({ ...kept, standing });
    });
  }

  /** The server has answered: the entry goes, and an answer that nobody waits for stays. */
  async answered(answers: readonly Answer[], late: (answer: Answer) => boolean): Promise<void> {
    await this.writing(async (tx) => {
      for (const answer of answers) {
        const order = await tx.objectStore("kept").index("id").getKey(answer.id);
        if (order !== undefined) await tx.objectStore("kept").delete(order);
        if (late(answer)) await tx.objectStore("late").put(answer);
      }
    });
  }

  async late(): Promise<Answer[]> {
    return this.db.getAll("late");
  }

  async told(id: string): Promise<void> {
    await this.writing((tx) => tx.objectStore("late").delete(id));
  }

  async value<Name extends keyof Values>(name: Name): Promise<Values[Name] | undefined> {
    return (await this.db.get("values", name)) as Values[Name] | undefined;
  }

  async keep<Name extends keyof Values>(name: Name, value: Values[Name]): Promise<void> {
    await this.writing((tx) => tx.objectStore("values").put(value, name));
  }

  /** One transaction that is on the disk when it is done, not only in the system's memory. */
  private async writing<Result>(work: (tx: Writing) => Promise<Result>): Promise<Result> {
    try {
      const tx = this.db.transaction(["kept", "late", "values"], "readwrite", {
        durability: "strict",
      });
      // Both are awaited together: a transaction that is given up rejects them both.
      const [result] = await Promise.all([work(tx), tx.done]);
      return result;
    } catch (error) {
      if (isFull(error)) throw new StorageFull();
      throw error;
    }
  }
}

type Writing = IDBPTransaction<Schema, ["kept", "late", "values"], "readwrite">;

async function number(tx: Writing, entry: Entry): Promise<Entry> {
  const values = tx.objectStore("values");
  if ((await values.get("log")) === undefined && (await isUnnumbered(tx))) {
    // A count begins at 1, or it would not be known what is missing of it.
    await values.put(entry.id, "log");
    await values.delete("seq");
  }
  const seq = (((await values.get("seq")) as number | undefined) ?? 0) + 1;
  await values.put(seq, "seq");
  return { ...entry, seq };
}

/** Whether nothing waits that has a number: of a panel from before there were logs it may. */
async function isUnnumbered(tx: Writing): Promise<boolean> {
  return (await tx.objectStore("kept").getAll()).every((one) => one.entry.seq === 0);
}

function isFull(error: unknown): boolean {
  return error instanceof DOMException && error.name === "QuotaExceededError";
}
