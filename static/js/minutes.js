// The ten minutes of a readback: a suggestion. They begin with the first word.
const clock = document.querySelector("[data-clock]");

function said(spent, of) {
  const left = of - spent;
  if (left > 60) return `About ${Math.ceil(left / 60)} of ten minutes left. Take longer if you like.`;
  if (left > 0) return "Less than a minute of the ten left. Take longer if you like.";
  return `${Math.floor(spent / 60)} minutes so far. Take the time you need.`;
}

function run() {
  const before = Number(clock.dataset.spent) * 1000;
  const of = Number(clock.dataset.seconds);
  const bar = document.querySelector("[data-minutes]");
  const begun = performance.now();
  const tell = () => {
    const spent = Math.floor((before + performance.now() - begun) / 1000);
    const words = said(spent, of);
    if (clock.textContent !== words) clock.textContent = words;
    if (bar) bar.value = Math.min(spent, of);
  };
  tell();
  setInterval(tell, 1000);
}

if (clock && "running" in clock.dataset) run();
else if (clock) document.querySelector("textarea.words")?.addEventListener("input", run, { once: true });
