// How far away a date is, in the reader's words. A day has no hour: it is as far
// away as midnights lie between.
let relative; // made when it is asked for, since that takes a phone long
function away(iso) {
  relative ??= new Intl.RelativeTimeFormat(lang, { numeric: "auto" });
  if (iso.length > 10) {
    const minutes = Math.round((new Date(iso) - now()) / MINUTE);
    if (Math.abs(minutes) < 60) return relative.format(minutes, "minute");
    if (Math.abs(minutes) < 720) return relative.format(Math.round(minutes / 60), "hour");
    iso = isoDay(new Date(iso));
  }
  const days = Math.round((Date.parse(iso) - Date.parse(isoDay(new Date(now())))) / DAY);
  const size = Math.abs(days);
  if (size < 14) return relative.format(days, "day");
  if (size < 60) return relative.format(Math.round(days / 7), "week");
  if (size < 700) return relative.format(Math.round(days / 30.44), "month");
  return relative.format(Math.round(days / 365.25), "year");
}

function relativeTimes() {
  const told = all("[data-relative] time[datetime]").map((time) => {
    const words = make("span", { className: "relative" });
    time.after(" ", words);
    return () => { words.textContent = away(time.dateTime); };
  });
  // What the build said of a due date is true until the day is over.
  for (const words of all("[data-due]")) {
    const due = words.dataset.due;
    if (due && due >= (here.asOf || "").slice(0, 10)) told.push(() => { words.textContent = away(due); });
  }
  const tell = () => told.forEach((update) => update());
  tell();
  if (told.length) setInterval(tell, MINUTE);
}

// A page that was true until long ago says so, and how far away its dates were meant is
// no longer told: what else would have changed is not on it.
function stale() {
  const strip = document.querySelector("[data-stale]");
  if (!strip || now() < Date.parse(strip.dataset.stale)) return false;
  strip.hidden = false;
  return true;
}

if (!stale()) relativeTimes();
