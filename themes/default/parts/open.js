// What an address leads to is opened, and all that it stands in.
function openTarget() {
  let target = null;
  try { target = document.getElementById(decodeURIComponent(location.hash.slice(1))); } catch { /* no address of ours */ }
  if (!target) return;
  const own = target.localName === "li" && target.querySelector(":scope > details");
  if (own) own.open = true;
  for (let at = target; at; at = at.parentElement) if (at.localName === "details") at.open = true;
  target.scrollIntoView();
}

openTarget();
addEventListener("hashchange", openTarget);
