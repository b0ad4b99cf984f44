// How one subscribes to a calendar is known once the page stands on a host: until then there
// is its file alone.
function subscriptions() {
  if (!/^https?:$/.test(location.protocol)) return;
  for (const file of all("a[data-subscribe]")) {
    const webcal = file.href.replace(/^https?:/, "webcal:");
    const ways = [
      make("a", { href: webcal, textContent: say("calendar_device") }),
      make("a", { href: "https://calendar.google.com/calendar/r?cid=" + encodeURIComponent(webcal), textContent: "Google Calendar", rel: "noreferrer" }),
      make("a", { href: "https://outlook.live.com/calendar/0/addfromweb?url=" + encodeURIComponent(file.href), textContent: "Outlook", rel: "noreferrer" }),
      make("a", { href: file.href, textContent: say("calendar_download") }),
    ];
    const list = make("ul", {}, ...ways.map((way) => make("li", {}, way)));
    file.replaceWith(make("details", { className: "subscribe" }, make("summary", { textContent: file.dataset.subscribe }), list));
  }
}

if (tools && !("sealed" in here)) subscriptions();
