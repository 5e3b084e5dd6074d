// What a list does beyond links and forms: rows are marked by x, and the bar says how many are;
// what is open closes when somebody looks elsewhere.
(() => {
  const boxes = () => [...document.querySelectorAll(".rows .mark input[name=row]")];
  const count = () => {
    const bar = document.getElementById("marks");
    if (!bar) return;
    const all = boxes();
    const marked = all.filter((box) => box.checked).length;
    const whole = bar.querySelector("input[name=all]")?.checked;
    const words = bar.querySelector(".marked");
    words.textContent = whole || marked ? `${words.dataset.some}: ${whole ? words.dataset.all : marked}` : words.dataset.none;
    bar.classList.toggle("idle", !(marked || whole));
    for (const button of bar.querySelectorAll("button")) button.disabled = !(marked || whole);
    const head = document.getElementById("mark-all");
    head.hidden = false;
    head.checked = marked === all.length;
    head.indeterminate = marked > 0 && marked < all.length;
  };
  let last = null;
  addEventListener("click", (event) => {
    const box = event.target;
    if (box.id === "mark-all") for (const one of boxes()) one.checked = box.checked;
    if (box.matches?.(".rows input[name=row]")) {
      const all = boxes();
      if (event.shiftKey && last && all.includes(last)) {
        const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((a, b) => a - b);
        for (const one of all.slice(from, to + 1)) one.checked = box.checked;
      }
      last = box;
    }
  });
  addEventListener("change", count);
  addEventListener("keydown", (event) => {
    if (event.key !== "x" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches?.("input:not([type=checkbox]), textarea, select")) return;
    const box = document.activeElement?.closest?.("tr")?.querySelector("input[name=row]");
    if (!box) return;
    box.checked = !box.checked;
    count();
  });
  document.addEventListener("DOMContentLoaded", count);
  document.addEventListener("htmx:afterSettle", count);

  const close = (except) => {
    for (const open of document.querySelectorAll(".pops[open]")) {
      if (open !== except) open.open = false;
    }
  };
  addEventListener("click", (event) => close(event.target.closest?.(".pops")));
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = document.querySelector(".pops[open]");
    close(null);
    open?.querySelector("summary").focus();
  });
})();
