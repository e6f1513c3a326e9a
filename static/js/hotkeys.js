// Single keys press what carries data-key="c"; never inside a field, never with a modifier. j and k walk the rows of a list.
const TYPING = "input, textarea, select, [contenteditable]";

function walk(step) {
  const rows = [...document.querySelectorAll(".row-link")];
  const next = rows[rows.indexOf(document.activeElement) + step];
  next?.focus();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (event.target.closest(TYPING) || document.querySelector("dialog[open]")) return;
  if (document.documentElement.dataset.keys === "off") return;
  if (event.key === "j") walk(1);
  else if (event.key === "k") walk(-1);
  else if (/^([a-z/?]|Arrow(Left|Right))$/.test(event.key)) document.querySelector(`[data-key="${event.key}"]`)?.click();
});

// After an answer that did not save, the reader starts at its errors.
document.querySelector("[data-focus]")?.focus();
document.addEventListener("htmx:load", (event) => event.target.querySelector?.("[data-focus]")?.focus());
