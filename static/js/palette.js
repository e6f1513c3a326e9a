// The jump palette: a combobox in a dialog. Its list comes from the server; arrows choose, Enter follows, Esc closes.
const dialog = document.getElementById("palette");
const box = document.getElementById("palette-text");
const list = document.getElementById("palette-list");
const bar = document.getElementById("jump-box");
let links = [];
let chosen;

function choose(link) {
  chosen?.setAttribute("aria-selected", "false");
  chosen = link;
  chosen?.setAttribute("aria-selected", "true");
  chosen?.scrollIntoView({ block: "nearest" });
  if (chosen) box.setAttribute("aria-activedescendant", chosen.id);
  else box.removeAttribute("aria-activedescendant");
}

function open() {
  if (dialog.open) return dialog.close();
  for (const other of document.querySelectorAll("dialog[open]")) other.close();
  dialog.showModal();
  box.value = bar.value;
  box.select();
  htmx.trigger(box, "open");
}

if (dialog) {
  bar.addEventListener("click", open);
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
    event.preventDefault();
    open();
  });
  // What is listed answers older words as soon as one types on: Enter then searches for what stands in the box.
  box.addEventListener("input", () => choose());
  list.addEventListener("htmx:afterSwap", () => {
    links = [...list.querySelectorAll("[role=option]")];
    choose(links[0]);
  });
  box.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) choose(links.at((links.indexOf(chosen) + step) % links.length));
    else if (event.key === "Enter" && chosen && !event.isComposing) chosen.click();
    else return;
    event.preventDefault();
  });
}
