/** Who is here: those of the server's list, and those who came or left without a network. */
import type { Entry, Person } from "../protocol.ts";

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
  return lastOfEach([...told, ...sessions.came]).filter((one) => {
    const since = Date.parse(one.since);
    if ((sessions.left[one.person] ?? Number.NEGATIVE_INFINITY) >= since) return false;
    const seen = Math.max(since, sessions.seen[one.person] ?? since);
    return idle.online || idle.now - seen < idle.minutes * 60_000;
  });
}

/** Who came again after a break is here by the later of both sessions. */
function lastOfEach(sessions: readonly Person[]): Person[] {
  const last = new Map<string, Person>();
  for (const one of sessions) {
    const before = last.get(one.person);
    if (!before || Date.parse(one.since) > Date.parse(before.since)) last.set(one.person, one);
  }
  return [...last.values()];
}

/** What was done here and waits tells of whoever did it, after the page was gone too. */
export function seenIn(sessions: Sessions, entries: readonly Entry[]): Sessions {
  const seen = { ...sessions.seen };
  for (const { person, at } of entries) {
    seen[person] = Math.max(seen[person] ?? 0, Date.parse(at));
  }
  return { ...sessions, seen };
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
