// How a sealed portal is opened in a browser: where the reader's key is kept, and how
// a file is fetched and decrypted. The service worker uses it, and so does the door.
"use strict";
const Portal = (() => {
  const magic = "age-encryption.org/v1\n";
  const index = ".index"; // of a build: its day, and the sum of each of its files
  const maxHead = 16384; // bytes of a file's first line
  const held = 4194304; // bytes up to which a file is decrypted whole before any of it is shown

  // A Fault is why something could not be opened: "offline", "missing", "broken", "mixed" for a file of
  // another build than the index, or "stranger", for a key that the portal does not know.
  class Fault extends Error {
    constructor(why) { super(why); this.why = why; }
  }

  // The database holds the reader's key, which no script can take out of it, with until when it
  // may be used (0: while a tab of the portal is open), and the day of the latest build that was seen.
  const database = (root) => new Promise((resolve, reject) => {
    const opening = indexedDB.open("seal " + new URL(root).pathname, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("keys");
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
  const transact = async (root, mode, act) => {
    const db = await database(root);
    try {
      return await new Promise((resolve, reject) => {
        const transaction = db.transaction("keys", mode);
        const request = act(transaction.objectStore("keys"));
        transaction.oncomplete = () => resolve(request.result);
        transaction.onerror = transaction.onabort = () => reject(transaction.error);
      });
    } finally {
      db.close();
    }
  };
  const store = (root, key, until) => {
    const held = wrappings.get(key) ?? key;
    return transact(root, "readwrite", (keys) => keys.put({ key: held, until }, "reader"));
  };
  const forget = (root) => transact(root, "readwrite", (keys) => keys.delete("reader"));
  const stored = async (root) => {
    const record = await transact(root, "readonly", (keys) => keys.get("reader"));
    if (record && record.until && record.until < Date.now()) {
      await forget(root);
      return null;
    }
    if (record?.key.by) record.key = await unwrap(record.key);
    return record || null;
  };

  // Safari takes a key of X25519 into a database, but gives none back. There the key is kept encrypted to another one,
  // which can't be taken out either, and can do nothing but give the key back.
  const wrappings = new WeakMap(); // what is kept of a key in its place
  const isKept = (key) => {
    try {
      return Boolean(structuredClone(key));
    } catch {
      return false;
    }
  };
  const wrap = async (bytes) => {
    const by = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "unwrapKey"]);
    const iv = crypto.getRandomValues(new Uint8Array(12));
    return { by, iv, wrapped: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, by, bytes) };
  };
  const unwrap = ({ by, iv, wrapped }) => crypto.subtle.unwrapKey("pkcs8", wrapped, by, { name: "AES-GCM", iv }, { name: "X25519" }, false, ["deriveBits"]);

  // keep, kept and drop are for what the door keeps beside: the reader's key under a passkey.
  const keep = (root, name, value) => transact(root, "readwrite", (keys) => keys.put(value, name));
  const kept = (root, name) => transact(root, "readonly", (keys) => keys.get(name));
  const drop = (root, name) => transact(root, "readwrite", (keys) => keys.delete(name));

  // seen returns the latest of the days of builds that this browser has seen and the one that is given, and
  // keeps it.
  const seen = async (root, asof) => {
    const before = await transact(root, "readonly", (keys) => keys.get("seen"));
    if (before && Date.parse(before) >= Date.parse(asof)) return before;
    await transact(root, "readwrite", (keys) => keys.put(asof, "seen"));
    return asof;
  };

  // importKey turns AGE-SECRET-KEY-1… into a key that can't be taken out again. The
  // checksum at its end is not looked at: a key with a slip in it opens nothing.
  const importKey = async (text) => {
    const letters = "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L";
    const bytes = [];
    let bits = 0, value = 0;
    for (const c of text.slice("AGE-SECRET-KEY-1".length, -6)) {
      value = (value << 5) | letters.indexOf(c);
      bits += 5;
      if (bits >= 8) {
        bits -= 8;
        bytes.push((value >> bits) & 255);
        value &= (1 << bits) - 1;
      }
    }
    const prefix = [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x6e, 0x04, 0x22, 0x04, 0x20]; // PKCS #8 of X25519, RFC 8410
    const whole = new Uint8Array([...prefix, ...bytes]);
    const key = await crypto.subtle.importKey("pkcs8", whole, { name: "X25519" }, false, ["deriveBits"]);
    if (!isKept(key)) wrappings.set(key, await wrap(whole));
    return key;
  };

  const isAge = (bytes) => bytes.length > magic.length && new TextDecoder().decode(bytes.subarray(0, magic.length)) === magic;

  // get fetches a file of age whole. Hosts that have no such file may answer with a
  // page instead, which is not one.
  const get = async (root, name, cache = "no-store") => {
    let response;
    try {
      response = await fetch(new URL(name, root), { cache, credentials: "same-origin", redirect: "error" });
    } catch {
      throw new Fault("offline");
    }
    if (response.status >= 500) throw new Fault("offline");
    if (!response.ok) throw new Fault("missing");
    const bytes = new Uint8Array(await response.arrayBuffer());
    if (!isAge(bytes)) throw new Fault("missing");
    return bytes;
  };

  // enter opens portal.age with the reader's key, and the index of the build.
  const enter = async (root, key, cache = "no-cache") => {
    const sealed = await get(root, "_seal/portal.age");
    const decrypter = new age.Decrypter();
    decrypter.addIdentity(key);
    let ring;
    try {
      ring = JSON.parse(await decrypter.decrypt(sealed, "text"));
    } catch (error) {
      throw new Fault(/no identity matched/.test(error.message) ? "stranger" : "broken");
    }
    const naming = Uint8Array.from(ring.names.match(/../g), (pair) => parseInt(pair, 16));
    const portal = {
      root, policy: ring.policy, texts: ring.texts,
      key: await importKey(ring.key),
      names: await crypto.subtle.importKey("raw", naming, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]),
    };
    const { body } = await open(portal, index, cache);
    const build = JSON.parse(new TextDecoder().decode(await new Response(body).arrayBuffer()));
    portal.files = new Map(Object.entries(build.files));
    portal.older = older(portal.texts, build.asof, await seen(root, build.asof).catch(() => build.asof));
    return portal;
  };

  // older says that a build is not the latest that was seen; "" where it is.
  const older = (texts, asof, latest) => {
    if (Date.parse(asof) >= Date.parse(latest)) return "";
    const show = new Intl.DateTimeFormat(texts.lang, { dateStyle: "long", timeStyle: "short" });
    return texts.older.replace("{day}", show.format(new Date(asof))).replace("{seen}", show.format(new Date(latest)));
  };

  const nameOf = async (portal, path) => {
    const mac = new Uint8Array(await crypto.subtle.sign("HMAC", portal.names, new TextEncoder().encode(path)));
    return "_seal/d/" + Array.from(mac.subarray(0, 20), (b) => b.toString(16).padStart(2, "0")).join("") + ".age";
  };

  // open fetches the file at path and returns its head and its body: bytes that were
  // verified to the last, or, of a big file, a stream that fails where it is not
  // whole.
  const open = async (portal, path, cache = "default") => {
    const sum = portal.files?.get(path);
    if (path !== index && !sum) throw new Fault("missing");
    let response;
    try {
      response = await fetch(new URL(await nameOf(portal, path), portal.root), { cache, credentials: "same-origin", redirect: "error" });
    } catch {
      throw new Fault("offline");
    }
    if (response.status >= 500) throw new Fault("offline");
    if (!response.ok || !response.body) throw new Fault("missing");
    const source = response.body.getReader();
    const start = await atLeast(source, new Uint8Array(0), magic.length + 1);
    if (!isAge(start)) throw new Fault("missing");
    const decrypter = new age.Decrypter();
    decrypter.addIdentity(portal.key);
    try {
      const plain = (await decrypter.decrypt(rest(start, source))).getReader();
      let buffer = new Uint8Array(0), end = -1;
      while (end < 0) {
        const had = buffer.length;
        buffer = await atLeast(plain, buffer, had + 1);
        end = buffer.indexOf(10);
        if (end < 0 && (buffer.length === had || buffer.length > maxHead)) throw new Fault("broken");
      }
      const head = JSON.parse(new TextDecoder().decode(buffer.subarray(0, end)));
      // The name of a file tells nothing of what is in it, and the host may have put
      // one in the place of another.
      if (head.path !== path) throw new Fault("broken");
      // Nor may it put one of an earlier build beside those of this one.
      if (path !== index && head.sum !== sum) throw new Fault("mixed");
      let body = exactly(buffer.slice(end + 1), plain, head.packed);
      if (head.gzip) body = body.pipeThrough(new DecompressionStream("gzip"));
      if (head.size > held) return { head, body };
      const bytes = await new Response(body).arrayBuffer();
      if (bytes.byteLength !== head.size) throw new Fault("broken");
      return { head, body: bytes };
    } catch (error) {
      throw error instanceof Fault ? error : new Fault("broken");
    }
  };

  // atLeast reads on until buffer has n bytes, or there are no more.
  const atLeast = async (reader, buffer, n) => {
    while (buffer.length < n) {
      const { done, value } = await reader.read();
      if (done) break;
      const joined = new Uint8Array(buffer.length + value.length);
      joined.set(buffer);
      joined.set(value, buffer.length);
      buffer = joined;
    }
    return buffer;
  };

  // rest is a stream of what was read and what is still to be read.
  const rest = (start, reader) => new ReadableStream({
    start(controller) { controller.enqueue(start); },
    async pull(controller) {
      const { done, value } = await reader.read();
      if (done) controller.close(); else controller.enqueue(value);
    },
    cancel(reason) { return reader.cancel(reason); },
  });

  // exactly is a stream of the next n bytes. It reads on to the end before it ends
  // itself, since only there it is known that nothing was cut off.
  const exactly = (start, reader, n) => new ReadableStream({
    async pull(controller) {
      for (;;) {
        let value = start, done = false;
        start = null;
        if (!value) ({ done, value } = await reader.read());
        if (done) {
          if (n > 0) controller.error(new Fault("broken")); else controller.close();
          return;
        }
        const part = value.subarray(0, n);
        n -= part.length;
        if (part.length) {
          controller.enqueue(part);
          return;
        }
      }
    },
    cancel(reason) { return reader.cancel(reason); },
  });

  // file is the file that an address in the portal names.
  const file = (root, url) => {
    let path;
    try {
      path = decodeURIComponent(url.pathname.slice(new URL(root).pathname.length));
    } catch {
      return "";
    }
    return path === "" || path.endsWith("/") ? path + "index.html" : path;
  };

  // within is the address of a path in the portal; the portal's own for one that
  // leads out of it.
  const within = (root, path) => {
    const url = new URL("./" + path, root);
    return url.href.startsWith(root) ? url : new URL(root);
  };

  // saved tells whether a browser is to save a file rather than show it: where the
  // link asks for it, and what no browser shows.
  const saved = (url, type) => url.searchParams.has("dl") || /^(text\/(csv|calendar)|application\/(zip|octet-stream))/.test(type);

  // warn puts a sentence at the top of a page.
  const warn = (page, text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(".seal-warn { margin: 0; padding: .6rem 1rem; background: #fff4d6; color: #3d2f00; font: 1rem/1.4 system-ui, sans-serif }");
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    const p = page.createElement("p");
    p.className = "seal-warn";
    p.setAttribute("role", "alert");
    p.textContent = text;
    page.body.prepend(p);
  };

  return { Fault, warn, store, forget, stored, keep, kept, drop, importKey, get, enter, open, file, within, saved };
})();
