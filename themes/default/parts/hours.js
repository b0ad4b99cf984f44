// Whether the provider is open now: counted on the provider's clock, told on the
// reader's. Times on a wall are written as if they were UTC.
function openNow(box) {
  const data = JSON.parse(box.dataset.hours);
  const clock = new Intl.DateTimeFormat("en", {
    timeZone: data.zone, hourCycle: "h23",
    year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric",
  });
  const wall = (instant) => {
    const is = {};
    for (const part of clock.formatToParts(instant)) is[part.type] = +part.value;
    return Date.UTC(is.year, is.month - 1, is.day, is.hour, is.minute);
  };
  const instant = (time) => {
    const guess = time - (wall(time) - time);
    return guess - (wall(guess) - time); // again, for a change of the clocks between
  };
  const minute = Math.floor(now() / MINUTE) * MINUTE;
  const here = wall(minute);
  let open = false;
  let change = 0;
  for (let day = 0; day < 62 && (!change || (open && day < 2)); day++) {
    const midnight = here - (here % DAY) + day * DAY;
    const date = new Date(midnight).toISOString().slice(0, 10);
    if (data.closed.includes(date)) continue;
    const { week } = (data.ahead || []).findLast((later) => later.since <= date) || data;
    for (const [from, to] of week[new Date(midnight).getUTCDay()]) {
      const start = midnight + from * MINUTE;
      const end = midnight + to * MINUTE;
      if (end <= here) continue;
      if (!change) {
        open = start <= here;
        change = open ? end : start;
      } else if (open && start === change) {
        change = end; // open past midnight
      }
    }
  }
  if (!change) return null;
  const at = new Date(instant(change));
  const days = Math.round((Date.parse(isoDay(at)) - Date.parse(isoDay(new Date(minute)))) / DAY);
  let time = new Intl.DateTimeFormat(lang, { timeStyle: "short" }).format(at);
  if (days > 0) {
    const far = days > 6 && { day: "numeric", month: "long" };
    time = new Intl.DateTimeFormat(lang, { weekday: "long", ...far }).format(at) + " " + time;
  }
  return {
    open,
    text: (open ? box.dataset.open : box.dataset.shut).replace("{time}", time),
    elsewhere: wall(minute) !== minute - new Date(minute).getTimezoneOffset() * MINUTE,
  };
}

function openOrClosed() {
  for (const box of all("[data-hours][data-open]")) {
    const state = make("span");
    const zone = make("span");
    const line = make("p", { className: "open-now" }, state, " ", zone);
    const tell = () => {
      const is = openNow(box);
      line.hidden = !is;
      if (!is) return;
      state.className = "state " + (is.open ? "good" : "plain");
      state.textContent = is.text;
      const city = Intl.DateTimeFormat().resolvedOptions().timeZone.split("/").pop().replace(/_/g, " ");
      zone.textContent = is.elsewhere ? box.dataset.zone.replace("{zone}", city) : "";
    };
    tell();
    box.prepend(line);
    setInterval(tell, MINUTE);
  }
}

openOrClosed();
