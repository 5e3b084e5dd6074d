/** Gives the page its service worker, and takes a new version when the station is quiet. */

/** Nobody is in the middle of anything when nothing was touched for so long. */
const QUIET_MS = 5 * 60_000;

/** Registers the worker; `isQuiet` may keep a new version waiting. */
export async function registerWorker(isQuiet: () => boolean): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  const workers = navigator.serviceWorker;
  const hadOne = workers.controller !== null;
  workers.addEventListener("controllerchange", () => {
    if (hadOne) location.reload();
  });
  const registration = await workers.register("/panel/worker.js", { scope: "/panel/" });
  let touchedAt = performance.now();
  const touched = () => (touchedAt = performance.now());
  for (const kind of ["pointerdown", "keydown"]) {
    window.addEventListener(kind, touched, { capture: true });
  }
  setInterval(() => {
    const isStill = performance.now() - touchedAt > QUIET_MS && isQuiet();
    if (isStill) registration.waiting?.postMessage("take-over");
  }, 30_000);
}
