/** Who is here: those of the server's list, and those who came or left without a network. */
import type { Person } from "../protocol.ts";

export interface Sessions {
  /** Begun by the badge alone: unproven until the PIN is given. */
  came: Person[];
  /** Who left, and when (milliseconds). */
  left: Record<string, number>;
  /** When each last did something here (milliseconds). */
  seen: Record<string, number>;
}

export const NOBODY: Sessions = { came: [], left: {}, seen: {} };

/** The people at the station; without a network sessions end here as they would at the server. */
export function peopleHere(
  told: readonly Person[],
  sessions: Sessions,
  idle: { minutes: number; now: number; online: boolean },
): Person[] {
  const known = new Set(told.map((one) => one.person));
  const all = [...told, ...sessions.came.filter((one) => !known.has(one.person))];
  return all.filter((one) => {
    const since = Date.parse(one.since);
    if ((sessions.left[one.person] ?? Number.NEGATIVE_INFINITY) >= since) return false;
    const seen = Math.max(since, sessions.seen[one.person] ?? since);
    return idle.online || idle.now - seen < idle.minutes * 60_000;
  });
}

/** What is left to remember once the server has told its list, with these still on their way. */
export function settled(sessions: Sessions, waiting: ReadonlySet<string>): Sessions {
  return {
    came: sessions.came.filter((one) => waiting.has(one.person)),
    left: Object.fromEntries(Object.entries(sessions.left).filter(([one]) => waiting.has(one))),
    seen: sessions.seen,
  };
}

/** Who acts: the one who did, while she is here; else the only one. */
export function actingOf(people: readonly Person[], acting: string): string {
  if (people.some((one) => one.person === acting)) return acting;
  return people.length === 1 ? (people[0]?.person ?? "") : "";
}
