/** How the panel asks its server: with a limit of time, and never guessing what became of it. */

/** No answer came: whether the server got the request is not known. */
export class Lost extends Error {}

export interface Told {
  status: number;
  body: unknown;
  etag: string;
}

export interface Ask {
  method: "GET" | "POST";
  body?: unknown;
  headers?: Record<string, string>;
  /** Milliseconds until it counts as lost. */
  within: number;
}

export type Asking = (path: string, ask: Ask) => Promise<Told>;

/** Asks the server that the page came from. */
export const overNetwork: Asking = async (path, ask) => {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), ask.within);
  try {
    const answer = await fetch(path, {
      method: ask.method,
      headers: {
        "X-Gozinto-Panel": "1",
        ...(ask.body === undefined ? {} : { "Content-Type": "application/json" }),
        ...ask.headers,
      },
      ...(ask.body === undefined ? {} : { body: JSON.stringify(ask.body) }),
      cache: "no-store",
      credentials: "same-origin",
      redirect: "error",
      signal: stop.signal,
    });
    const etag = answer.headers.get("ETag") ?? "";
    if (answer.status === 304) return { status: 304, body: null, etag };
    const isJson = answer.headers.get("Content-Type")?.startsWith("application/json") ?? false;
    // A proxy's page, a captive portal: not our server's word.
    if (!isJson) throw new Lost(`status ${answer.status} without JSON`);
    return { status: answer.status, body: await answer.json(), etag };
  } catch (error) {
    if (error instanceof Lost) throw error;
    throw new Lost(String(error));
  } finally {
    clearTimeout(timer);
  }
};
