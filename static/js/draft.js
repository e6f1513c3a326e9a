// A net under drafts: what is typed is kept in this browser until the server has it or the form is sent.
const MARK = "unsent:";
const lines = () => [...document.querySelectorAll("[data-net]")];
const key = (line) => MARK + line.dataset.net;
const texts = (form) => [...form.querySelectorAll("textarea[name]")];
const keep = (line, form, sent) =>
  localStorage.setItem(
    key(line),
    JSON.stringify({ sent, texts: Object.fromEntries(texts(form).map((box) => [box.name, box.value])) }),
  );
let waiting;

document.addEventListener("input", ({ target }) => {
  const line = target.form?.querySelector("[data-net]");
  if (!line) return;
  clearTimeout(waiting);
  waiting = setTimeout(keep, 300, line, target.form, false);
});

document.addEventListener("submit", ({ target }) => {
  clearTimeout(waiting);
  const line = target.querySelector("[data-net]");
  if (line) keep(line, target, true);
  if (target.matches("[action$='/sign-out/']")) for (const name of held()) localStorage.removeItem(name);
});

document.addEventListener("htmx:afterRequest", ({ target, detail }) => {
  if (detail.successful && target.dataset?.net) localStorage.removeItem(key(target));
});

const held = () => Object.keys(localStorage).filter((name) => name.startsWith(MARK));
const arrived = performance.getEntriesByType("navigation")[0]?.type === "navigate";

// What was sent and led to another page has arrived; what came back, or was never sent, goes back into its form.
// Not before htmx listens, so that the server has it again too.
document.addEventListener("DOMContentLoaded", () => {
  for (const name of held()) {
    const copy = JSON.parse(localStorage.getItem(name));
    const line = lines().find((one) => key(one) === name);
    if (copy.sent && arrived) localStorage.removeItem(name);
    else if (line)
      for (const box of texts(line.closest("form"))) {
        if (!copy.texts[box.name] || box.value === copy.texts[box.name]) continue;
        box.value = copy.texts[box.name];
        box.dispatchEvent(new Event("input", { bubbles: true }));
      }
  }
});
