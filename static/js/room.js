// A sync's room: no box is swapped away under somebody's hands, a lost connection is said, the timer runs.
const [lost, moved, clock, bar] = ["lost", "moved", "clock", "bar"].map((id) => document.getElementById(id));
const time = () => new Date().toLocaleTimeString([], { timeStyle: "short" });
let shown = time();

document.addEventListener("input", ({ target }) => target.closest("[data-box]")?.setAttribute("data-typed", ""));
document.addEventListener("htmx:beforeSwap", ({ detail }) =>
  detail.requestConfig.elt.closest("[data-box]")?.removeAttribute("data-typed"),
);
document.addEventListener("htmx:oobBeforeSwap", (event) => {
  const { target, fragment } = event.detail;
  if (!target.matches("[data-typed], [data-box]:has(textarea:focus)")) return;
  event.preventDefault();
  moved.hidden = fragment.firstChild.dataset.box === target.dataset.box;
});
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (!lost) return;
  lost.hidden = detail.successful || [409, 422].includes(detail.xhr.status);
  if (lost.hidden) shown = time();
  else lost.querySelector("b").textContent = shown;
});

if (clock) {
  const begun = performance.now() - clock.dataset.spent * 1000;
  setInterval(() => {
    const spent = Math.floor((performance.now() - begun) / 1000);
    clock.textContent = `${Math.floor(spent / 60)}:${String(spent % 60).padStart(2, 0)}`;
    bar.value = spent;
  }, 1000);
}
