// Says that there is no connection, in the look of the office. It keeps that one page and its
// styles, and nothing else: what a plant knows never lies on the machine. What a panel keeps on the
// same machine is not ours to remove.
const OURS = "offline-";
const KEPT = `${OURS}1`;
const PAGE = "/offline/";
const PARTS = ["tokens", "components", "pages"].map((name) => `/static/office/${name}.css`);

addEventListener("install", (event) => {
  event.waitUntil(caches.open(KEPT).then((kept) => kept.addAll([PAGE, ...PARTS])));
  skipWaiting();
});

addEventListener("activate", (event) => {
  event.waitUntil(
    caches.keys().then((names) =>
      Promise.all(
        names
          .filter((name) => name.startsWith(OURS) && name !== KEPT)
          .map((name) => caches.delete(name)),
      ),
    ),
  );
});

addEventListener("fetch", (event) => {
  const { request } = event;
  const isPart = PARTS.includes(new URL(request.url).pathname);
  if (request.mode !== "navigate" && !isPart) return;
  event.respondWith(
    fetch(request).catch(() => caches.match(isPart ? request : PAGE, { ignoreSearch: true })),
  );
});
