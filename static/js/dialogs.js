// A link with data-dialog="id" goes to the full page; here it opens the same form in a dialog instead.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-dialog]");
  const dialog = link && document.getElementById(link.dataset.dialog);
  if (!dialog?.showModal || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  dialog.showModal();
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-dialog-close]")) event.target.closest("dialog")?.close();
});
