// What is new since the last visit. A visit ends when nothing was opened for half an
// hour. An item is new if it is dated after the day of the visit before, or on
// that day and was not seen then.
function news() {
  if ("sealed" in here) return; // what was read would stand on the disk for all to see
  const items = new Map();
  for (const time of all("[data-news] time")) {
    const item = time.closest("article, li");
    if (item && !items.has(item)) items.set(item, time);
  }
  const key = "rapport:seen:" + portal;
  const instant = now();
  const today = isoDay(new Date(instant));
  const visit = memory.get(key) || { last: instant, day: today, since: "9", before: [], seen: [] };
  if (instant - visit.last > 30 * MINUTE) {
    visit.since = visit.day;
    visit.before = [...visit.seen];
  }
  visit.last = instant;
  visit.day = today;
  for (const [item, time] of items) {
    const link = item.querySelector("a[href]");
    const anchor = item.id || item.parentElement.id;
    const to = anchor ? new URL(item.dataset.stands || "#" + anchor, location.href) : link;
    const day = time.dateTime.slice(0, 10);
    if (!to || day > today) continue;
    const name = day + " " + numbered((to.pathname + to.hash).slice(portal.length));
    if (day >= visit.since && !visit.before.includes(name)) {
      item.classList.add("is-new");
      const mark = make("span", { className: "fresh", title: say("new_since_visit"), textContent: say("new_mark") });
      const title = item.querySelector("h2, h3, .what");
      if (title) title.prepend(mark, " ");
      else time.after(" ", mark);
    }
    if (!visit.seen.includes(name)) visit.seen.push(name);
  }
  const oldest = visit.since < today ? visit.since : today;
  visit.seen = visit.seen.filter((name) => name.slice(0, 10) >= oldest);
  memory.set(key, visit);
}

if (tools) news();
