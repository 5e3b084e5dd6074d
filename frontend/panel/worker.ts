/// <reference lib="webworker" />
/**
 * Keeps the panel's page and files, so that it opens without a network. No data passes here but
 * the papers that the page itself has kept: it keeps and forgets them, this shows them.
 */
import { CACHE_OF_PAPERS, isPaper, wanted, type Asked } from "./shell/keeping.ts";

declare const self: ServiceWorkerGlobalScope;
declare const PANEL_VERSION: string;
declare const PANEL_FILES: string[];
declare const CAMERA_FILES: string[];

const CACHE = `panel-${PANEL_VERSION}`;
const PAGE = "/panel/";
const STATIC = "/static/panel/";
const PAPERS = "/panel/papers/";

self.addEventListener("install", (event) => {
  event.waitUntil(keepAll());
});

self.addEventListener("activate", (event) => {
  event.waitUntil(forgetOthers().then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const asked = askedOf(event.request);
  const from = wanted(asked, { page: PAGE, files: STATIC });
  if (from !== null) event.respondWith(fromCacheElseNetwork(event.request, from));
  else if (isPaper(asked, PAPERS)) event.respondWith(paper(event.request, asked.pathname));
});

self.addEventListener("message", (event) => {
  // The page says when it is quiet; until then its own version of the files stays.
  if (event.data === "take-over") event.waitUntil(self.skipWaiting());
});

function askedOf(request: Request): Asked {
  const { origin, pathname } = new URL(request.url);
  const ours = origin === self.location.origin;
  return { method: request.method, pathname, ours, navigates: request.mode === "navigate" };
}

/** Past the HTTP cache: a version is kept whole, or it is not installed. */
async function keepAll(): Promise<void> {
  const camera = (await cameraWasUsed()) ? CAMERA_FILES : [];
  const names = [PAGE, ...[...PANEL_FILES, ...camera].map((name) => STATIC + name)];
  const cache = await caches.open(CACHE);
  await cache.addAll(names.map((name) => new Request(name, { cache: "reload" })));
}

/** A megabyte that most stations never need; one that used it must have it offline as well. */
async function cameraWasUsed(): Promise<boolean> {
  const kept = await Promise.all(CAMERA_FILES.map((name) => caches.match(STATIC + name)));
  return kept.some((found) => found !== undefined);
}

async function forgetOthers(): Promise<void> {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith("panel-") && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
}

async function paper(request: Request, address: string): Promise<Response> {
  const kept = await caches.match(address, { cacheName: CACHE_OF_PAPERS });
  return kept ?? fetch(request);
}

async function fromCacheElseNetwork(request: Request, name: string): Promise<Response> {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(name);
  if (kept) return kept;
  const fetched = await fetch(request);
  const isCamera = CAMERA_FILES.some((file) => STATIC + file === name);
  if (isCamera && fetched.ok) await cache.put(name, fetched.clone());
  return fetched;
}
