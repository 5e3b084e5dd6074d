// The palette: Ctrl K or ⌘ K opens it, arrows walk what was found, letters go back to the box.
(() => {
  const palette = document.getElementById("palette");
  if (!palette) return;
  const box = palette.querySelector("input[name=q]");

  const open = () => {
    if (palette.open) return;
    document.querySelector("dialog[open]")?.close();
    palette.showModal();
    box.select();
    window.htmx?.trigger(box, "ask");
  };

  addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k") {
      event.preventDefault();
      open();
    }
  });

  addEventListener("click", (event) => {
    if (event.target.closest?.("[data-do=palette]")) open();
    if (event.target === palette) palette.close();
  });

  palette.addEventListener("keydown", (event) => {
    const stops = [box, ...palette.querySelectorAll("#palette-found a")];
    const at = stops.indexOf(document.activeElement);
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by && at >= 0) {
      event.preventDefault();
      stops[(at + by + stops.length) % stops.length].focus();
    } else if (at > 0 && event.key.length === 1 && !event.ctrlKey && !event.metaKey) {
      box.focus(); // the letter itself lands there
    }
  });
})();
