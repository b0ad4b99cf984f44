// On the page of missing addresses: where the address is that of a page in a sealed
// portal, this leads to the portal's door, which leads back. The page is not missing;
// it has another name at the host.
"use strict";
(async () => {
  const base = new URL("..", document.currentScript.src);
  const [folder, ...path] = location.pathname.slice(base.pathname.length).split("/");
  if (!location.pathname.startsWith(base.pathname) || !folder || !path.join("")) return;
  const root = new URL(folder + "/", base);
  const tried = Number(sessionStorage.getItem("seal tried") ?? 0);
  const registration = await navigator.serviceWorker?.getRegistration(root.href);
  if (registration?.active && registration.scope === root.href && Date.now() - tried > 5000) {
    // A reload that passed the worker by: ask again, through it.
    sessionStorage.setItem("seal tried", Date.now());
    location.replace(location.pathname + "?~" + location.hash);
    return;
  }
  const worker = await fetch(new URL("sw.js", root), { method: "HEAD" });
  if (worker.ok && /javascript/.test(worker.headers.get("Content-Type"))) {
    location.replace(root.href + "#~to=" + encodeURIComponent(path.join("/") + location.hash));
  }
})();
