// The clock of a drill runs on. How far it was is the server's word: a wrong clock of this machine
// changes nothing, and it is right again when the machine was asleep.
(() => {
  const clock = document.querySelector("[data-clock]");
  if (!clock) return;
  const told = Number(clock.dataset.clock);
  const since = Date.now();
  const two = (number) => String(number).padStart(2, "0");
  const show = () => {
    const seconds = told + Math.max(0, Math.floor((Date.now() - since) / 1000));
    const minutes = Math.floor(seconds / 60);
    clock.textContent = `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
    for (const bar of document.querySelectorAll(".targets progress")) bar.value = Math.min(seconds, bar.max);
  };
  setInterval(show, 1000);
})();
