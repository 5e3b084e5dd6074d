// What a desk page does beyond links and forms: keys, paper, and moving the graph.
(() => {
  const root = document.documentElement;

  const isDark = () =>
    root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;

  const turnPaper = () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    localStorage.setItem("theme", root.dataset.theme);
  };

  const isTyping = (target) => target.closest?.("input, textarea, select, [contenteditable]");

  // g, then the letter of a page: what the menu shows, without the mouse.
  let going = false;
  const follow = (key) => {
    going = false;
    const link = document.querySelector(`.nav a[data-key="${CSS.escape(key)}"]`);
    link?.click();
    return Boolean(link);
  };

  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (document.querySelector("dialog[open]")) return;
    if (going && follow(event.key)) return;
    going = event.key === "g";
    if (event.key === "/") {
      event.preventDefault();
      const box = document.getElementById("search");
      box?.focus();
      box?.select();
    } else if (event.key === "?") {
      document.getElementById("help")?.showModal();
    } else if (event.key === "t") {
      turnPaper();
    } else if (event.key === "j" || event.key === "k") {
      step(event.key === "j" ? 1 : -1);
    }
  });

  // j and k walk the rows of the first table; Enter follows, as on any link.
  const step = (by) => {
    const links = [...document.querySelectorAll("tbody a")].filter((link) => link.offsetParent);
    const at = links.indexOf(document.activeElement);
    links[Math.min(Math.max(at + by, 0), links.length - 1)]?.focus();
  };

  addEventListener("click", (event) => {
    const pressed = event.target.closest?.("[data-do]");
    if (pressed) {
      const action = pressed.dataset.do;
      if (action === "theme") turnPaper();
      if (action === "help") document.getElementById("help")?.showModal();
      if (action === "print") print();
      if (action.startsWith("zoom")) zoom(action);
      return;
    }
    // htmx follows an HTML anchor; the boxes of the graph are SVG anchors.
    const box = event.target.closest?.("svg.graph a");
    const plain = !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0;
    if (box && plain && window.htmx) {
      const href = box.getAttribute("href");
      if (!href.startsWith("?")) return;
      event.preventDefault();
      if (moved) return;
      const workspace = document.getElementById("graph");
      const view = workspace.querySelector(".canvas-view");
      keep = { left: view.scrollLeft, top: view.scrollTop, scale, focus: href };
      htmx.ajax("GET", location.pathname + href, { source: workspace, target: "#graph", swap: "outerHTML" })
        .then(() => {
          history.pushState({ htmx: true }, "", href);
          shown = address();
        });
    }
  });

  addEventListener("change", (event) => {
    if (event.target.matches?.("[data-send]")) event.target.form.requestSubmit();
  });

  // The graph opens whole where that can be read; else at the end where the question began, and
  // each edge says how many boxes lie beyond it.
  const LEGIBLE = 0.7;
  let scale = 1;
  let keep = null;
  let moved = false;

  const fit = (svg, view) => {
    const { width, height } = svg.viewBox.baseVal;
    return Math.min(1, (view.clientWidth - 14) / width, (view.clientHeight - 14) / height);
  };

  const size = (svg) => {
    svg.setAttribute("width", svg.viewBox.baseVal.width * scale);
    svg.setAttribute("height", svg.viewBox.baseVal.height * scale);
    tellCut(svg);
  };

  const tellCut = (svg) => {
    const canvas = svg.closest(".canvas");
    if (!canvas) return; // another graph has taken its place meanwhile
    const frame = canvas.querySelector(".canvas-view").getBoundingClientRect();
    const beyond = { left: 0, right: 0 };
    for (const box of svg.querySelectorAll(".box-face")) {
      const at = box.getBoundingClientRect();
      const middle = at.left + at.width / 2;
      if (middle < frame.left) beyond.left += 1;
      if (middle > frame.right) beyond.right += 1;
    }
    for (const hint of canvas.querySelectorAll(".cut")) {
      const count = beyond[hint.dataset.side];
      hint.hidden = count === 0;
      hint.querySelector("b").textContent = count;
    }
  };

  const zoom = (action) => {
    const svg = document.querySelector("svg.graph");
    const view = svg?.closest(".canvas-view");
    if (!svg) return;
    if (action === "zoom-fit") scale = fit(svg, view);
    else scale = Math.min(2, Math.max(0.2, scale * (action === "zoom-in" ? 1.25 : 0.8)));
    size(svg);
  };

  const open = () => {
    const svg = document.querySelector(".canvas-view > svg.graph");
    const view = svg?.closest(".canvas-view");
    if (!svg || svg.dataset.open) return;
    svg.dataset.open = "yes";
    const whole = fit(svg, view);
    scale = keep ? keep.scale : whole >= LEGIBLE ? whole : 0.8;
    size(svg);
    if (keep) {
      view.scrollTo(keep.left, keep.top);
      keep = null;
    } else {
      const origin = svg.querySelector(".origin .box-face");
      if (origin) {
        const at = origin.getBoundingClientRect();
        const frame = view.getBoundingClientRect();
        view.scrollTo(at.left - frame.left - frame.width / 2, at.top - frame.top - frame.height / 2);
      }
    }
    tellCut(svg);
    view.addEventListener("scroll", () => requestAnimationFrame(() => tellCut(svg)));
    grab(view);
  };

  const grab = (view) => {
    let from = null;
    view.addEventListener("pointerdown", (event) => {
      if (event.pointerType !== "mouse" || event.button !== 0) return;
      from = { x: event.clientX, y: event.clientY, left: view.scrollLeft, top: view.scrollTop };
      moved = false;
    });
    view.addEventListener("dragstart", (event) => event.preventDefault());
    addEventListener("pointermove", (event) => {
      if (!from) return;
      const dx = event.clientX - from.x;
      const dy = event.clientY - from.y;
      if (Math.abs(dx) + Math.abs(dy) > 4) {
        moved = true;
        view.classList.add("moving");
      }
      if (moved) view.scrollTo(from.left - dx, from.top - dy);
    });
    addEventListener("pointerup", () => {
      from = null;
      view.classList.remove("moving");
      setTimeout(() => { moved = false; }, 0);
    });
  };

  // Back and forward ask the server again; moving within a page does not.
  const address = () => location.pathname + location.search;
  let shown = address();
  document.addEventListener("htmx:pushedIntoHistory", () => { shown = address(); });
  addEventListener("popstate", () => {
    if (address() !== shown) location.reload();
  });
  addEventListener("resize", () => {
    const svg = document.querySelector(".canvas-view > svg.graph");
    if (svg) tellCut(svg);
  });
  document.addEventListener("htmx:afterSettle", open);
  document.addEventListener("DOMContentLoaded", open);

  // An installed office says when there is no connection; a failure to install takes nothing away.
  navigator.serviceWorker?.register("/worker.js").catch(() => undefined);
})();
