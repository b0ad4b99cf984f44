// The service worker of a sealed portal: it answers for every address in the portal's
// folder with the file that is sealed there, opened with the reader's key. Without a
// key it leads to the door. It keeps nothing that is open anywhere but in memory.
"use strict";
importScripts("_seal/age.js", "_seal/portal.js");

const root = self.registration.scope;
let portal = null; // the opened portal.age, until the worker is stopped

self.addEventListener("install", (event) => {
  // Without this, Chromium asks the host for the plain address as well, side by
  // side with starting the worker.
  if (event.addRoutes) {
    event.waitUntil(event.addRoutes({
      condition: { urlPattern: new URLPattern({ pathname: new URL(root).pathname + "*", baseURL: root }) },
      source: "fetch-event",
    }).catch(() => {}));
  }
  self.skipWaiting();
});
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("message", (event) => {
  if (event.data === "lock") event.waitUntil(lock());
  if (event.data === "unlocked") portal = null;
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" && request.method !== "HEAD") return; // a form, which goes to the host
  if (!url.href.startsWith(root)) return;
  const path = Portal.file(root, url);
  if (path === "sw.js" || path.startsWith("_seal/")) return;
  event.respondWith(answer(event, url, path));
});

async function answer(event, url, path) {
  const navigating = event.request.mode === "navigate";
  try {
    if (navigating && url.search === "?~lock") {
      await lock(event.clientId);
      return Response.redirect(root);
    }
    const key = await reader(event, navigating);
    if (!key) return navigating ? door(url, path) : new Response(null, { status: 403 });
    if (navigating && url.search.startsWith("?~")) {
      // The door sends readers here when they have unlocked: a plain reload would
      // ignore a fragment, and this redirect keeps it.
      const to = url.searchParams.get("~to");
      return Response.redirect(to === null ? url.origin + url.pathname : Portal.within(root, to));
    }
    portal ??= await Portal.enter(root, key);
    try {
      return respond(url, await Portal.open(portal, path));
    } catch (error) {
      // The keys of a portal change when somebody leaves, and so do all names; and
      // what the browser kept of the host's may be half of a deploy.
      portal = await Portal.enter(root, key, "reload");
      return respond(url, await Portal.open(portal, path, "reload"));
    }
  } catch (error) {
    const why = error instanceof Portal.Fault ? error.why : "broken";
    if (why === "stranger") {
      portal = null;
      await Portal.forget(root);
      return navigating ? door(url, path) : new Response(null, { status: 403 });
    }
    return sorry(why);
  }
}

// reader returns the reader's key, or null. One that is kept while a tab is open is
// dropped at the first navigation when there is none.
async function reader(event, navigating) {
  const record = await Portal.stored(root);
  if (!record) {
    portal = null;
    return null;
  }
  if (navigating && !record.until) {
    const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
    if (!windows.some((w) => w.url.startsWith(root) && w.id !== event.resultingClientId)) {
      portal = null;
      await Portal.forget(root);
      return null;
    }
  }
  return record.key;
}

// door answers with the locked door, which stands at the portal's root alone: from
// elsewhere a redirect leads there. It is asked of the host under its own name, so
// that the host never learns where the reader was going.
async function door(url, path) {
  if (path !== "index.html") {
    return Response.redirect(new URL("?~to=" + encodeURIComponent(url.pathname.slice(new URL(root).pathname.length)), root));
  }
  try {
    return await fetch(root, { cache: "no-cache" });
  } catch {
    return sorry("offline");
  }
}

function respond(url, { head, body }) {
  if (head.type.startsWith("text/html") && body instanceof ArrayBuffer) body = watched(body);
  const headers = {
    "Content-Type": head.type, "Content-Length": body.byteLength ?? head.size,
    "Content-Security-Policy": portal.policy, "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store", "Referrer-Policy": "no-referrer",
  };
  if (Portal.saved(url, head.type)) {
    headers["Content-Disposition"] = "attachment; filename*=UTF-8''" + encodeURIComponent(head.path.split("/").pop());
  }
  return new Response(body, { headers });
}

// watched puts the scripts on a page that hide it when it is left, and show the
// door instead when the portal is locked and the reader goes back. They also say where
// this browser has seen a later build.
function watched(body) {
  const at = new URL("_seal/", root).pathname;
  const page = new TextDecoder().decode(body);
  const older = portal.older && ` data-older="${escape(portal.older)}"`;
  return new TextEncoder().encode(page.replace(/<\/head>|<body|$/i, (tag) =>
    `<script src="${at}portal.js"></script><script src="${at}back.js"${older}></script>${tag}`)).buffer;
}

function escape(text) {
  return text.replace(/[&<>"]/g, (c) => "&#" + c.charCodeAt(0) + ";");
}

// sorry says what went wrong, in the reader's language where it is known by now.
function sorry(why) {
  const texts = portal?.texts ?? {};
  const say = escape(texts[why] ?? { missing: "Not found", offline: "Offline", broken: "Damaged", mixed: "Damaged" }[why] ?? why);
  const styles = [...(texts.styles ?? "").split(" ").filter(Boolean), "_seal/style.css"]
    .map((name) => `<link rel="stylesheet" href="${new URL(name, root).pathname}">`).join("");
  const page = `<!doctype html><html lang="${texts.lang ?? "en"}" dir="${texts.dir ?? "ltr"}"><meta charset="utf-8"><title>${say}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">${styles}
<body class="seal"><main><h1>${say}</h1><p><a href="${new URL(root).pathname}">${escape(texts.home ?? "↩")}</a></p></main>`;
  return new Response(page, {
    status: { missing: 404, offline: 503 }[why] ?? 502,
    headers: {
      "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff",
      "Content-Security-Policy": "default-src 'none'; style-src 'self'; font-src 'self'; base-uri 'none'",
    },
  });
}

// lock drops the key everywhere, and shows the door in all tabs but the asking one,
// which is on its way there.
async function lock(asking) {
  portal = null;
  await Portal.forget(root);
  const windows = await self.clients.matchAll({ type: "window" });
  await Promise.all(windows.filter((w) => w.id !== asking).map((w) => w.navigate(root).catch(() => {})));
}
