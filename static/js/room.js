// A sync: no box is swapped away while it is typed in, a lost connection is said, the timer runs.
const part = (id) => document.getElementById(id);
const time = () => new Date().toTimeString().slice(0, 5);
let shown = time();

document.addEventListener("input", ({ target }) => target.closest("[data-box]")?.setAttribute("data-typed", ""));
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const { elt } = detail.requestConfig;
  (elt.form ?? elt).closest("[data-box]")?.removeAttribute("data-typed");
});
document.addEventListener("htmx:oobBeforeSwap", (event) => {
  const { target, fragment } = event.detail;
  const same = fragment.firstChild.dataset?.box === target.dataset.box;
  if (target.id === "facts" ? same : !target.matches("[data-typed], [data-box]:has(textarea:focus)")) return;
  event.preventDefault();
  part("moved").hidden = same;
});
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  const lost = part("lost");
  if (!lost) return;
  lost.hidden = detail.successful || [409, 422].includes(detail.xhr.status);
  if (lost.hidden) shown = time();
  else lost.querySelector("b").textContent = shown;
});

const clock = part("clock");
if (clock) {
  const begun = performance.now() - clock.dataset.spent * 1000;
  setInterval(() => {
    const spent = ((performance.now() - begun) / 1000) | 0;
    clock.textContent = `${(spent / 60) | 0}:${String(spent % 60).padStart(2, 0)}`;
    part("bar").value = spent;
  }, 1000);
}
