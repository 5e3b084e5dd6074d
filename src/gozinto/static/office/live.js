// The live page is told when something changed, and then asks for its board; where it is told
// nothing (no stream is free, or none is possible) it asks every five seconds.
(() => {
  const EVERY_MS = 5000;
  const board = document.getElementById("board");
  if (!board || !window.htmx) return;
  const pill = document.getElementById("told");
  // Each answer is a board of its own: the one of before hears nothing any more.
  const ask = () => htmx.trigger(document.getElementById("board"), "changed");
  const say = (how) => { if (pill) for (const one of pill.children) one.hidden = one.dataset.how !== how; };
  let asking = null;
  const askOften = () => {
    say("often");
    asking ??= setInterval(ask, EVERY_MS);
  };
  if (!window.EventSource) { askOften(); return; }
  const source = new EventSource(board.dataset.stream);
  source.addEventListener("open", () => {
    clearInterval(asking);
    asking = null;
    say("once");
  });
  let waits = null;
  source.addEventListener("changed", () => {
    // Many events in a second are one look.
    waits ??= setTimeout(() => { waits = null; ask(); }, 300);
  });
  source.addEventListener("error", () => { if (source.readyState === EventSource.CLOSED) askOften(); });
  addEventListener("pagehide", () => source.close());
})();
