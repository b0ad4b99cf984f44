// The door of a sealed portal: it takes a name and a passphrase, opens the reader's key
// with them, keeps it where the service worker finds it, and leads to the page that was
// asked for. Where there can be no worker, it shows the portal's pages in its own place.
"use strict";
(async () => {
  const root = new URL("..", document.currentScript.src).href;
  const days30 = 30 * 24 * 3600 * 1000;
  const form = document.getElementById("unlock"), device = document.getElementById("device");
  const [login, passphrase, show, remember, keep] = ["name", "passphrase", "show", "remember", "keep"].map((id) => document.getElementById(id));
  const say = (what) => {
    for (const p of document.querySelectorAll(".say[id]")) p.hidden = p.id !== "say-" + what;
    for (const button of [form.querySelector("[type=submit]"), device.querySelector("#device-open")]) button.disabled = what === "working";
  };

  if (!/^https?:$/.test(location.protocol) || !window.isSecureContext || !crypto.subtle || !window.indexedDB) {
    say("insecure");
    return;
  }
  const asked = address();
  if (await isUnlocked()) {
    // A reload that passed the worker by. Once only: it may be broken.
    sessionStorage.setItem("seal tried", Date.now());
    go();
    return;
  }
  login.value = asked.login;
  const able = await Device.able();
  if (able && !asked.key && await Device.known()) {
    device.hidden = false;
    document.getElementById("device-open").focus();
  } else if (able && asked.key && await Device.asks()) {
    ask(false);
  } else {
    ask(true);
    if (asked.key) await unlock(asked.key);
  }
  document.getElementById("device-open").addEventListener("click", unlockByDevice);
  document.getElementById("device-other").addEventListener("click", () => ask(true));
  document.getElementById("device-forget").addEventListener("click", async () => {
    await Device.forget();
    device.hidden = true;
    ask(true);
    say("forgotten");
  });
  for (const field of [login, passphrase]) field.addEventListener("paste", join);
  show.addEventListener("click", () => {
    const shown = passphrase.type === "password";
    passphrase.type = shown ? "text" : "password";
    show.setAttribute("aria-pressed", shown);
    passphrase.focus();
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const key = passphrase.required ? "" : asked.key;
    if (key && !keep.checked) await Device.decline();
    await unlock(key);
  });

  // ask shows the form: with the fields for name and passphrase, or, to somebody who came with a link that
  // brings the key, with the rest alone.
  function ask(known) {
    form.hidden = false;
    for (const row of form.querySelectorAll(".known")) row.hidden = !known;
    login.required = passphrase.required = known;
    document.getElementById("device-keep").hidden = !able || !device.hidden;
    (!known ? form.querySelector("[type=submit]") : login.value ? passphrase : login).focus();
  }

  // address reads what was asked for, and takes it out of the address bar, in which
  // a key must not stand, and nothing that a reload would send to the host.
  function address() {
    const hash = location.hash.startsWith("#~") ? new URLSearchParams(location.hash.slice(1)) : null;
    const search = new URLSearchParams(location.search);
    const to = search.get("~sent") ?? search.get("~to");
    if (search.has("~sent")) sessionStorage.removeItem("seal tried"); // a form went past the worker, as it should
    const asked = { login: hash?.get("~in") ?? "", key: hash?.get("key") ?? "", to: hash?.get("~to") ?? (to ?? "") + (hash ? "" : location.hash) };
    history.replaceState(null, "", asked.to ? "./#~to=" + encodeURIComponent(asked.to) : asked.login ? "./#~in=" + asked.login : "./");
    return asked;
  }

  async function isUnlocked() {
    const registration = await navigator.serviceWorker?.getRegistration(root).catch(() => null);
    if (!registration?.active || registration.scope !== root) return false;
    if (Date.now() - Number(sessionStorage.getItem("seal tried") ?? 0) < 5000) return false;
    return Boolean(await Portal.stored(root).catch(() => null));
  }

  // go leads to the page that was asked for, by way of an address that the worker
  // turns into it: with a fragment alone, the browser would stay where it is.
  function go() {
    const target = Portal.within(root, asked.to);
    location.replace(target.origin + target.pathname + "?~" + target.hash);
  }

  async function unlock(key) {
    say("working");
    try {
      const secret = key || (await open());
      if (!secret) {
        say("wrong");
        passphrase.select();
        return;
      }
      const reader = await Portal.importKey(secret);
      const portal = await Portal.enter(root, reader);
      const kept = !keep.checked || await Device.keep(secret, [login.value.trim(), document.title].filter(Boolean).join(" · ")).then(() => true, () => false);
      passphrase.value = "";
      if (!(await settle(reader))) plain(portal, Portal.within(root, asked.to)); else if (kept) go(); else unkept();
    } catch (error) {
      const isStranger = error.why === "stranger" || error.name === "DataError";
      if (isStranger && !device.hidden && key) {
        await Device.forget();
        device.hidden = true;
        ask(true);
        say("gone");
        return;
      }
      ask(true);
      say(isStranger ? "wrong" : "failed");
      passphrase.select();
    }
  }

  // unlockByDevice has the device open the reader's key.
  async function unlockByDevice() {
    say("working");
    let secret;
    try {
      secret = await Device.open();
    } catch (error) {
      say(error.why === "offline" ? "failed" : "no");
      return;
    }
    await unlock(secret);
  }

  // unkept says that the device did not keep the key, and lets the reader go on.
  function unkept() {
    form.hidden = true;
    say("unkept");
    const on = document.getElementById("device-go");
    on.hidden = false;
    on.firstElementChild.addEventListener("click", go);
    on.firstElementChild.focus();
  }

  // open returns the reader's secret key, "" where name and passphrase don't give it.
  // A reader who has the key itself may write it in the place of the passphrase.
  async function open() {
    const typed = passphrase.value.trim();
    if (/^AGE-SECRET-KEY-1/i.test(typed)) return typed.toUpperCase();
    const slot = login.value.trim().toLowerCase().split("-").pop();
    if (!/^[a-z2-7]{10}$/.test(slot)) return "";
    let file;
    try {
      file = await Portal.get(root, "_seal/k/" + slot + ".age");
    } catch (error) {
      if (error.why === "missing") return "";
      throw error;
    }
    const worker = new Worker(new URL("_seal/scrypt.js", root));
    try {
      return await new Promise((resolve, reject) => {
        worker.onmessage = ({ data }) => resolve(data.key.trim());
        worker.onerror = reject;
        worker.postMessage({ file, passphrase: normalise(typed) });
      });
    } finally {
      worker.terminate();
    }
  }

  // normalise gives a passphrase the form in which it was used, as Normalise in keys.go does.
  function normalise(typed) {
    return typed.normalize("NFKC").toLowerCase().replace(/\p{Cf}/gu, "").split(/[^\p{L}\p{N}]+/u).filter(Boolean).join("-");
  }

  // join takes in what was copied with ends of lines between the words, which a field of one
  // line would leave out without a trace.
  function join(event) {
    const copied = event.clipboardData.getData("text");
    if (!/[\r\n]/.test(copied)) return;
    event.preventDefault();
    event.target.setRangeText(copied.trim().replace(/\s+/g, " "), event.target.selectionStart, event.target.selectionEnd, "end");
  }

  // settle keeps the key and starts the worker. It returns false where the browser
  // has no workers to give, as in some private windows.
  async function settle(key) {
    try {
      const registration = await navigator.serviceWorker.register(new URL("sw.js", root), { scope: root, updateViaCache: "none" });
      await Portal.store(root, key, remember.checked ? Date.now() + days30 : 0);
      const worker = registration.active ?? registration.waiting ?? registration.installing;
      await new Promise((resolve, reject) => {
        const look = () => {
          if (worker.state === "activated") resolve();
          if (worker.state === "redundant") reject(new Error("the worker does not start"));
        };
        worker.addEventListener("statechange", look);
        setTimeout(() => reject(new Error("the worker does not start")), 15000);
        look();
      });
      worker.postMessage("unlocked");
      return true;
    } catch {
      await Portal.forget(root).catch(() => {});
      return false;
    }
  }

  // plain shows the portal in this page, one file after the other. Nothing of it is
  // asked of the host under its plain name.
  function plain(portal, first) {
    let urls = [], shown = "";
    const notice = new CSSStyleSheet();
    notice.replaceSync(".seal-plain { margin: 0; padding: .6rem 1rem; background: #fff4d6; color: #3d2f00; font: 1rem/1.4 system-ui, sans-serif } @media print { .seal-plain { display: none } }");

    const blob = async (address) => {
      const { head, body } = await Portal.open(portal, Portal.file(root, address));
      const url = URL.createObjectURL(new Blob([await new Response(body).arrayBuffer()], { type: head.type }));
      urls.push(url);
      return url;
    };
    const inPortal = (address) => address.href.startsWith(root);

    const style = async (address) => {
      const { body } = await Portal.open(portal, Portal.file(root, address));
      let text = new TextDecoder().decode(body);
      for (const [whole, , name] of text.matchAll(/url\((["']?)([^"')]+)\1\)/g)) {
        const at = new URL(name, address);
        text = text.replace(whole, inPortal(at) ? `url(${await blob(at).catch(() => "data:,")})` : "none");
      }
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(text);
      return sheet;
    };

    const page = async (address, body) => {
      const next = new DOMParser().parseFromString(new TextDecoder().decode(body), "text/html");
      const before = urls;
      urls = [];
      const sheets = [];
      for (const link of next.querySelectorAll("link[rel~=stylesheet]")) {
        sheets.push(await style(new URL(link.getAttribute("href"), address)).catch(() => new CSSStyleSheet()));
      }
      for (const e of next.querySelectorAll("link:not([rel~=alternate]), script, iframe, object, embed, meta[http-equiv]")) e.remove();
      for (const e of next.querySelectorAll("[src]")) {
        const at = new URL(e.getAttribute("src"), address);
        e.removeAttribute("srcset");
        if (inPortal(at)) e.setAttribute("src", await blob(at).catch(() => "data:,")); else e.removeAttribute("src");
      }
      const note = next.createElement("p");
      note.className = "seal-plain";
      note.textContent = portal.texts.plain;
      next.body.prepend(note);
      document.documentElement.replaceWith(document.adoptNode(next.documentElement));
      document.adoptedStyleSheets = [...sheets, notice];
      if (portal.older) Portal.warn(document, portal.older);
      before.forEach((url) => URL.revokeObjectURL(url));
    };

    const save = (url, name) => {
      const a = document.createElement("a");
      a.href = url;
      if (name) a.download = name; else a.target = "_blank";
      a.click();
    };

    const show = async (address, remember) => {
      const path = Portal.file(root, address);
      try {
        const { head, body } = await Portal.open(portal, path);
        if (!head.type.startsWith("text/html")) {
          const url = await blob(address);
          save(url, Portal.saved(address, head.type) ? path.split("/").pop() : "");
          return;
        }
        if (remember) history[remember](null, "", address);
        await page(address, body);
        shown = path;
      } catch (error) {
        alert(portal.texts[error.why] ?? portal.texts.broken);
        return;
      }
      const at = document.getElementById(decodeURIComponent(address.hash.slice(1)));
      if (at) at.scrollIntoView(); else scrollTo(0, 0);
    };

    document.addEventListener("click", (event) => {
      const a = event.target.closest?.("a[href]");
      if (!a || a.protocol === "blob:") return;
      const address = new URL(a.href);
      if (!inPortal(address)) return;
      if (address.hash && Portal.file(root, address) === shown) return;
      event.preventDefault();
      if (address.search === "?~lock") location.replace(root); else show(address, "pushState");
    });
    window.addEventListener("popstate", () => {
      const address = new URL(location.href);
      if (Portal.file(root, address) !== shown) show(address, "");
    });
    show(first, "replaceState");
  }
})();
