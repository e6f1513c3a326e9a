// A toast leaves after ten seconds, waits while it is read (pointer or focus), and closes by its button or Escape.
// What could not be sent is said where it was pressed, and the form stays as it is.
const STAYS = 10_000;
const place = document.getElementById("toasts");

function leave(toast) {
  toast.classList.add("leaving");
  setTimeout(() => toast.remove(), 200);
}

function watch(toast) {
  let timer;
  const pause = () => clearTimeout(timer);
  const resume = () => {
    pause();
    if (!toast.matches(":hover, :focus-within")) timer = setTimeout(leave, STAYS, toast);
  };
  for (const event of ["pointerenter", "focusin"]) toast.addEventListener(event, pause);
  for (const event of ["pointerleave", "focusout"]) toast.addEventListener(event, () => setTimeout(resume));
  toast.querySelector("[data-close]")?.addEventListener("click", () => leave(toast));
  resume();
}

function say(words, after) {
  const line = Object.assign(document.createElement("p"), { className: "error not-sent", textContent: words });
  line.setAttribute("role", "alert");
  after.append(line);
}

if (place) {
  for (const toast of place.querySelectorAll("[data-toast]")) watch(toast);
  new MutationObserver((changes) => {
    for (const node of changes.flatMap((change) => [...change.addedNodes])) if (node.matches?.("[data-toast]")) watch(node);
  }).observe(place, { childList: true });
  document.addEventListener("keydown", (event) => {
    const last = place.lastElementChild;
    if (event.key === "Escape" && last && !document.querySelector("dialog[open], :popover-open")) leave(last);
  });
  document.addEventListener("htmx:beforeRequest", ({ target, detail }) => {
    target.closest("form")?.querySelector(".not-sent")?.remove();
    const toast = Object.assign(document.createElement("div"), { className: "toast", textContent: place.dataset.stillWorking });
    toast.dataset.toast = "";
    detail.xhr.slow = setTimeout(() => place.append(toast), STAYS);
  });
  document.addEventListener("htmx:afterRequest", ({ detail }) => clearTimeout(detail.xhr.slow));
  document.addEventListener("htmx:sendError", ({ target }) => {
    const form = target.closest("form");
    if (form && !form.querySelector(".not-sent") && !document.getElementById("lost")) say(place.dataset.notSent, form);
  });
}
