/** Gives the page its service worker, and takes a new version when the station is quiet. */

/** Nobody is in the middle of anything when nothing was touched for so long. */
const QUIET_MS = 5 * 60_000;
const LOOKS_EVERY_MS = 30_000;
const ENDS_EVERY_MS = 1_000;

/** Registers the worker; `mayRest` may keep a new version waiting. */
export async function registerWorker(mayRest: () => boolean): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  const workers = navigator.serviceWorker;
  const hadOne = workers.controller !== null;
  workers.addEventListener("controllerchange", () => {
    if (hadOne) reloadOnce(mayRest);
  });
  const registration = await workers.register("/panel/worker.js", { scope: "/panel/" });
  let touchedAt = performance.now();
  const touched = () => (touchedAt = performance.now());
  for (const kind of ["pointerdown", "keydown"]) {
    window.addEventListener(kind, touched, { capture: true });
  }
  setInterval(() => {
    const isStill = performance.now() - touchedAt > QUIET_MS && mayRest();
    if (isStill) registration.waiting?.postMessage("take-over");
  }, LOOKS_EVERY_MS);
}

/** Between its asking and its coming somebody may have begun something: that is ended first. */
function reloadOnce(mayRest: () => boolean): void {
  if (mayRest()) location.reload();
  else setTimeout(() => reloadOnce(mayRest), ENDS_EVERY_MS);
}
