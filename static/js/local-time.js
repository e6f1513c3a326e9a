// <time data-local> holds a moment in the server's zone; its title also says it in this machine's zone when that differs.
const here = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "short" });

function localise(root) {
  for (const time of root.querySelectorAll("time[data-local]")) {
    const moment = new Date(time.dateTime);
    if (Number.isNaN(moment.getTime()) || time.dataset.localised) continue;
    time.dataset.localised = "yes";
    time.title = `${time.title}; here ${here.format(moment)}`;
  }
}

localise(document);
document.addEventListener("htmx:load", (event) => localise(event.target));
