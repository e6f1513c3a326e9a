// Keys press what carries data-key="c", one after the other what carries data-key="g h"; never inside a field, never with
// a modifier, never once they are turned off. j and k walk the rows of a list.
const TYPING = "input, textarea, select, [contenteditable]";
const LINK = ".row-link, a";
let first = "";

function walk(step) {
  const found = [...document.querySelectorAll(".row-link, [data-row]")];
  const links = new Set(found.map((row) => (row.matches(LINK) ? row : row.querySelector(LINK))));
  const rows = [...links].filter((link) => link?.checkVisibility());
  rows[rows.indexOf(document.activeElement) + step]?.focus();
}

function press(keys) {
  const part = [...document.querySelectorAll("[data-key]")].find((each) => each.dataset.key === keys);
  if (part?.matches("a, button")) part.click();
  else (part?.querySelector("input") ?? part)?.focus();
  return part;
}

document.addEventListener("keydown", (event) => {
  const { key, target } = event;
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
  if (target.closest(TYPING) || document.querySelector("dialog[open]") || document.documentElement.dataset.keys === "off") return;
  if (key === "Shift") return;
  const keys = first + key;
  first = "";
  if (press(keys)) event.preventDefault();
  else if (key === "j") walk(1);
  else if (key === "k") walk(-1);
  else if (key === "g") {
    first = "g ";
    setTimeout(() => {
      first = "";
    }, 1500);
  }
});

// After an answer that did not save, the reader starts at its errors.
document.querySelector("[data-focus]")?.focus();
document.addEventListener("htmx:load", (event) => event.target.querySelector?.("[data-focus]")?.focus());
