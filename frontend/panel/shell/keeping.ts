/** Which requests the service worker answers by itself. Data is never among them. */

export interface Asked {
  method: string;
  pathname: string;
  ours: boolean;
  navigates: boolean;
}

/** The kept file that answers a request; null leaves it to the network. */
export function wanted(asked: Asked, kept: { page: string; files: string }): string | null {
  if (asked.method !== "GET" || !asked.ours) return null;
  if (asked.pathname.startsWith(kept.files)) return asked.pathname;
  if (asked.navigates && asked.pathname === kept.page) return kept.page;
  return null;
}
