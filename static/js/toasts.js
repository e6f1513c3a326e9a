// A toast leaves after ten seconds, waits while it is read (pointer or focus), and closes by its button or Escape.
const STAYS = 10_000;

function leave(toast) {
  toast.classList.add("leaving");
  setTimeout(() => toast.remove(), 200);
}

function watch(toast) {
  let timer = setTimeout(leave, STAYS, toast);
  const pause = () => clearTimeout(timer);
  const resume = () => {
    pause();
    timer = setTimeout(leave, STAYS, toast);
  };
  toast.addEventListener("pointerenter", pause);
  toast.addEventListener("focusin", pause);
  toast.addEventListener("pointerleave", resume);
  toast.addEventListener("focusout", resume);
  toast.querySelector("[data-close]")?.addEventListener("click", () => leave(toast));
}

const place = document.getElementById("toasts");

if (place) {
  for (const toast of place.querySelectorAll("[data-toast]")) watch(toast);
  new MutationObserver((changes) => {
    for (const node of changes.flatMap((change) => [...change.addedNodes])) if (node.matches?.("[data-toast]")) watch(node);
  }).observe(place, { childList: true });
  document.addEventListener("keydown", (event) => {
    const last = place.lastElementChild;
    if (event.key === "Escape" && last && !document.querySelector("dialog[open], :popover-open")) leave(last);
  });
}
