// A link with data-dialog="id" goes to a full page; here its form opens in that dialog instead. An element data-fill in it
// is filled with what the address answers to a script. Where the page has the line of a capture itself, that is gone to.
async function fill(place, link) {
  const answer = await fetch(link.href, { headers: { "HX-Request": "true" } });
  if (!answer.ok || answer.redirected) throw answer;
  place.innerHTML = await answer.text();
  htmx.process(place);
}

async function open(dialog, link) {
  const place = dialog.querySelector("[data-fill]");
  try {
    if (place) await fill(place, link);
  } catch {
    location.assign(link.href);
    return;
  }
  dialog.showModal();
  dialog.querySelector("input:not([type=hidden])")?.focus();
}

function write(line, text) {
  if (text) line.value = text;
  line.dispatchEvent(new Event("input", { bubbles: true }));
  line.focus();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-dialog]");
  const dialog = link && document.getElementById(link.dataset.dialog);
  if (!dialog?.showModal || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  for (const other of document.querySelectorAll("dialog[open]")) other.close();
  const line = link.pathname === "/capture/" && document.getElementById("id_capture-text");
  if (line) write(line, new URLSearchParams(link.search).get("text"));
  else open(dialog, link);
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-dialog-close]")) event.target.closest("dialog")?.close();
});

document.addEventListener("close", ({ target }) => target.querySelector("[data-fill]")?.replaceChildren(), true);
