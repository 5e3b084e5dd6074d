// What a list does beyond links and forms: what is open closes when somebody looks elsewhere.
(() => {
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
