// The service worker of a sealed portal: it answers for every address in the portal's
// folder with the file that is sealed there, opened with the reader's key. Without a
// key it leads to the door. It keeps nothing that is open anywhere but in memory.
"use strict";
importScripts("_seal/age.js", "_seal/portal.js");

const root = self.registration.scope;
let portal = null; // the opened portal.age, until the worker is stopped

// Films are big files that play, as far as they are opened: players ask for parts, and only from
// its beginning on can a file be opened and checked.
const films = new Map();
const filmRoom = 268435456; // bytes of all of them
const filmTime = 120000; // milliseconds that one is held after the last part was asked for
const plays = (type) => /^(audio|video)\//.test(type);

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
      return await give(event, url, path);
    } catch (error) {
      // The keys of a portal change when somebody leaves, and so do all names; and
      // what the browser kept of the host's may be half of a deploy.
      portal = await Portal.enter(root, key, "reload");
      return await give(event, url, path, "reload");
    }
  } catch (error) {
    const why = error instanceof Portal.Fault ? error.why : "broken";
    if (why === "stranger") {
      shut();
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
    shut();
    return null;
  }
  if (navigating && !record.until) {
    const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
    if (!windows.some((w) => w.url.startsWith(root) && w.id !== event.resultingClientId)) {
      shut();
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

// give answers with a file, or with the part of one that a player asks for.
async function give(event, url, path, cache) {
  const asked = event.request.headers.get("range");
  const key = portal.files.get(path) + path;
  const open = asked && films.get(key);
  if (open?.spoilt) throw new Portal.Fault("broken");
  if (open) return part(open, asked);
  const file = await Portal.open(portal, path, cache);
  if (!asked || !plays(file.head.type)) return respond(url, file);
  if (file.body instanceof ArrayBuffer) return part(file, asked);
  const film = films.get(key) ?? show(key, file);
  if (!film) return respond(url, file); // it plays from its beginning
  event.waitUntil(film.whole);
  return part(film, asked);
}

function respond(url, { head, body }) {
  if (head.type.startsWith("text/html") && body instanceof ArrayBuffer) body = watched(body);
  const headers = headersOf(head, body.byteLength ?? head.size);
  if (Portal.saved(url, head.type)) {
    headers["Content-Disposition"] = "attachment; filename*=UTF-8''" + encodeURIComponent(head.path.split("/").pop());
  }
  return new Response(body, { headers });
}

// headersOf are the headers of a file. Only of what plays are parts to be had: who shows a PDF by parts asks the
// host for them, and tells it the name.
function headersOf(head, length) {
  const headers = {
    "Content-Type": head.type, "Content-Length": length,
    "Content-Security-Policy": portal.policy, "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store", "Referrer-Policy": "no-referrer",
  };
  if (plays(head.type)) headers["Accept-Ranges"] = "bytes";
  return headers;
}

// part answers with the bytes of a file or film that a Range asks for (RFC 9110, 14).
function part(file, asked) {
  const { size } = file.head;
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(asked.replaceAll(" ", "")) ?? [];
  if (!first && !last) return new Response(file.body ?? file.stream(0, size), { headers: headersOf(file.head, size) }); // several parts, or none
  const start = first ? Number(first) : Math.max(0, size - Number(last));
  const end = first && last ? Math.min(Number(last) + 1, size) : size;
  if (start >= end) {
    return new Response(null, { status: 416, headers: { ...headersOf(file.head, 0), "Content-Range": `bytes */${size}` } });
  }
  return new Response(file.body?.slice(start, end) ?? file.stream(start, end), {
    status: 206, headers: { ...headersOf(file.head, end - start), "Content-Range": `bytes ${start}-${end - 1}/${size}` },
  });
}

// show opens a film, for which older ones make room; null where it takes too much of it.
function show(key, { head, body }) {
  let room = filmRoom - head.size, bytes;
  if (room < 0) return null;
  for (const film of [...films.values()].reverse()) if ((room -= film.head.size) < 0) film.end();
  try {
    bytes = new Uint8Array(head.size);
  } catch {
    return null;
  }
  const reader = body.getReader();
  let had = 0, more, tell, fail, timer;
  const next = () => {
    more = new Promise((resolve, reject) => { tell = resolve; fail = reject; });
    more.catch(() => {}); // nobody may be waiting
  };
  const film = {
    head,
    end(error = new Error("the film is over")) {
      clearTimeout(timer);
      films.delete(key);
      reader.cancel().catch(() => {});
      had = -1; // nobody gets what is opened already
      fail(error);
    },
    // stream gives bytes as they are opened.
    stream: (from, to) => new ReadableStream({
      async pull(controller) {
        use();
        while (had <= from) await more;
        const until = Math.min(had, to, from + 1048576);
        controller.enqueue(bytes.slice(from, until));
        from = until;
        if (from === to) controller.close();
      },
    }),
  };
  const use = () => {
    clearTimeout(timer);
    timer = setTimeout(film.end, filmTime);
  };
  // The last bytes are held back until it is known that nothing was cut off.
  const read = async () => {
    for (let at = 0;;) {
      const { done, value } = await reader.read();
      if (had < 0) return;
      use();
      if (done && at < head.size) throw new Portal.Fault("broken");
      if (value) {
        bytes.set(value, at);
        at += value.length;
      }
      if (done || at < head.size) {
        had = at;
        tell();
        next();
      }
      if (done) return;
    }
  };
  next();
  films.set(key, film);
  film.whole = read().catch((error) => {
    if (had < 0) return;
    film.end(error);
    if (!(error instanceof TypeError)) spoil(key); // not the network's doing
  });
  return film;
}

// spoil has players told at once that a film is not whole: they ask many times before they believe it.
function spoil(key) {
  const end = () => films.delete(key);
  films.set(key, { head: { size: 0 }, spoilt: true, end });
  setTimeout(end, filmTime / 8);
}

// shut forgets all that is open.
function shut() {
  portal = null;
  for (const film of films.values()) film.end();
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
  shut();
  await Portal.forget(root);
  const windows = await self.clients.matchAll({ type: "window" });
  await Promise.all(windows.filter((w) => w.id !== asking).map((w) => w.navigate(root).catch(() => {})));
}
