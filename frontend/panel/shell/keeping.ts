/** Which requests the service worker answers by itself. Data is never among them, but papers are. */

/** What the page puts aside for it: only the page forgets them. */
export const CACHE_OF_PAPERS = "papers";

export interface Asked {
  method: string;
  pathname: string;
  ours: boolean;
  navigates: boolean;
}

/** Whether it asks for a paper of a job, which the page may have put aside. */
export function isPaper(asked: Asked, below: string): boolean {
  return asked.method === "GET" && asked.ours && asked.pathname.startsWith(below);
}

/** The kept file that answers a request; null leaves it to the network. */
export function wanted(asked: Asked, kept: { page: string; files: string }): string | null {
  if (asked.method !== "GET" || !asked.ours) return null;
  if (asked.pathname.startsWith(kept.files)) return asked.pathname;
  if (asked.navigates && asked.pathname === kept.page) return kept.page;
  return null;
}
