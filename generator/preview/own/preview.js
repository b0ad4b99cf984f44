// The preview's part in the browser. It never changes what a page holds: what it draws
// stands in a shadow tree of its own.
(() => {
  "use strict";

  const framed = window.top !== window;
  const mine = Number(new URL(document.currentScript.src).search.slice(1));
  const own = "/@rapport/";
  const [, asOf, rest] = location.pathname.match(/^\/(?:@([^/]+)\/)?(.*)$/);
  const onPortal = rest !== "" && !location.pathname.startsWith(own);

  // A portal's pages fade into each other, and into these, which are quick and may cut that short.
  for (const name of ["pageswap", "pagereveal"]) {
    addEventListener(name, ({ viewTransition: fade }) => {
      for (const step of fade ? [fade.ready, fade.finished, fade.updateCallbackDone] : []) step?.catch(() => {});
    });
  }

  // Pages ------------------------------------------------------------------------------------

  let events;
  let shown = ""; // the problems in the overlay
  let waved = ""; // those that the reader put aside

  function listen() {
    events = new EventSource(own + "events?page=" + encodeURIComponent(location.pathname));
    events.onmessage = (e) => {
      const state = JSON.parse(e.data);
      if (!state.reading && (waiting || state.generation > mine)) {
        if (waiting && isTyping()) return;
        events.close();
        if (waiting && location.hash && scrollY === 0) history.scrollRestoration = "manual"; // to the place that the address names
        location.reload();
        return;
      }
      if (waiting && state.reading) tellReading(state.reading);
      exchangeStyles(state.styles);
      showProblems(state.problems);
      if (bar) bar.update(state);
      document.documentElement.dispatchEvent(new CustomEvent("rapport-state"));
    };
  }

  // A page stands as it is until the next one is made. One that waits says how far that is: by the bar
  // always, and in words to those who cannot see it at each tenth.
  const waiting = document.documentElement.dataset.rapport === "reading";
  if (!waiting) addEventListener("load", () => { history.scrollRestoration = "auto"; });
  const isTyping = () => document.activeElement?.matches("input") && document.activeElement.value !== "";
  let tenth = -1;

  function tellReading({ text, done, all }) {
    document.querySelector("#far").textContent = text;
    const bar = document.querySelector(".reading progress");
    if (!all) return bar.removeAttribute("value");
    bar.max = all;
    bar.value = done;
    if (Math.floor(10 * done / all) === tenth) return;
    tenth = Math.floor(10 * done / all);
    document.querySelector(".reading [role=status]").textContent = text;
  }

  // A browser opens few connections to one server: pages that nobody sees let go of theirs.
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) events.close();
    else if (events.readyState === EventSource.CLOSED) listen();
  });
  window.addEventListener("pagehide", () => events.close());
  // A form writes files, and to load the page again would break off the way to what follows.
  document.addEventListener("submit", () => events.close());
  window.addEventListener("pageshow", (e) => { if (e.persisted) location.reload(); });

  // style.1f2e3d4c5b.css is style.css of some age.
  const fingerprint = /([^/]+)\.[0-9a-f]{10}\.css$/;

  function exchangeStyles(styles) {
    for (const link of document.querySelectorAll('link[rel="stylesheet"]')) {
      const now = link.href.match(fingerprint);
      if (!now || link.dataset.rapportGoing) continue;
      const name = styles.find((s) => s.match(fingerprint)?.[1] === now[1]);
      if (!name || now[0] === name) continue;
      const next = link.cloneNode();
      next.href = link.href.replace(fingerprint, name);
      link.dataset.rapportGoing = "yes";
      next.onload = next.onerror = () => link.remove();
      link.after(next);
    }
  }

  // Drawing ----------------------------------------------------------------------------------

  function make(tag, attributes, ...children) {
    const e = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes ?? {})) {
      if (name.startsWith("on")) e.addEventListener(name.slice(2), value);
      else if (value !== undefined && value !== false) e.setAttribute(name, value === true ? "" : value);
    }
    e.append(...children.filter((c) => c !== undefined && c !== null));
    return e;
  }

  function shade(name, css) {
    const host = make("rapport-" + name);
    const root = host.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [sheet];
    document.documentElement.append(host);
    return { host, root };
  }

  // Only a link to a program, never a script.
  function editorLink(url, text) {
    return /^[a-z][a-z0-9+.-]*:/i.test(url) && !/^(javascript|data|vbscript):/i.test(url) ? make("a", { href: url }, text) : text;
  }

  // The overlay ------------------------------------------------------------------------------

  let overlay;

  function showProblems(problems) {
    const errors = problems.filter((p) => p.severity === "error");
    const key = JSON.stringify(errors);
    if (key === shown) return;
    shown = key;
    overlay?.host.remove();
    overlay = undefined;
    if (errors.length === 0 || key === waved) return;
    overlay = shade("overlay", overlayStyle);
    const close = () => { waved = shown; overlay?.host.remove(); overlay = undefined; };
    const dialog = make("section", { role: "alertdialog", "aria-label": "Errors in the content", tabindex: "-1" },
      make("header", {},
        make("h2", {}, errors.length === 1 ? "1 error to mend" : errors.length + " errors to mend"),
        make("button", { type: "button", onclick: close, "aria-label": "Put aside" }, "×")),
      make("p", { class: "quiet" }, onPortal ? "Behind this stands the last good page." : "What is in order is shown."),
      ...errors.map(drawProblem));
    dialog.addEventListener("keydown", (e) => { if (e.key === "Escape") close(); });
    overlay.root.append(dialog);
    if (!framed) dialog.focus({ preventScroll: true });
  }

  function drawProblem(p) {
    const source = make("pre");
    p.lines.forEach((text, i) => {
      const n = p.first + i;
      const line = make("span", { class: n === p.line ? "at" : undefined }, String(n).padStart(4) + "  ");
      if (n === p.line && p.col > 0) {
        const letters = Array.from(text);
        line.append(letters.slice(0, p.col - 1).join(""), make("mark", {}, letters[p.col - 1] ?? " "), letters.slice(p.col).join(""));
      } else line.append(text);
      source.append(line, "\n");
    });
    const [what, ...mend] = p.message.split("; ");
    return make("article", {},
      make("p", { class: "place" }, editorLink(p.editor, p.at)),
      make("p", { class: "what" }, what, make("span", { class: "quiet" }, " [" + p.rule + "]")),
      mend.length ? make("p", { class: "mend" }, mend.join("; ")) : undefined,
      p.lines.length ? source : undefined);
  }

  const overlayStyle = `
    :host { all: initial; position: fixed; inset: 0; z-index: 2147483646; display: grid; justify-items: center; align-items: start; padding: 4vh 1rem 5rem; overflow: auto; background: rgb(12 14 18 / .55); font: 16px/1.5 system-ui, sans-serif; }
    section { width: min(52rem, 100%); padding: 1rem 1.25rem 1.25rem; border-top: .4rem solid #d03a2f; border-radius: .5rem; background: #16191e; color: #f1f3f5; box-shadow: 0 1rem 3rem rgb(0 0 0 / .5); }
    section:focus { outline: none; }
    header { display: flex; justify-content: space-between; align-items: center; }
    h2 { margin: 0; font-size: 1.15rem; }
    button { min-width: 2.75rem; min-height: 2.75rem; border: 0; border-radius: .4rem; background: none; color: inherit; font: inherit; font-size: 1.5rem; cursor: pointer; }
    a, button:hover { color: #9cc6ff; }
    button:focus-visible, a:focus-visible { outline: 2px solid #9cc6ff; }
    p { margin: .2rem 0; overflow-wrap: anywhere; }
    article { margin-top: 1rem; padding-top: 1rem; border-top: 1px solid #3a424d; }
    .quiet { color: #aab3be; font-weight: 400; }
    .place { font-family: ui-monospace, monospace; font-size: .875rem; }
    .what { font-weight: 600; }
    .mend { color: #a9e0b8; }
    pre { margin: .6rem 0 0; padding: .6rem; overflow: auto; border-radius: .4rem; background: #0c0e12; font: .875rem/1.5 ui-monospace, monospace; tab-size: 4; }
    pre span { color: #aab3be; }
    pre .at { color: #fff; }
    mark { background: #d03a2f; color: #fff; }
    @media print { :host { display: none; } }`;

  // The bar ----------------------------------------------------------------------------------

  let bar;

  function drawBar() {
    const { root } = shade("bar", barStyle);
    const prefix = asOf ? "/@" + asOf + "/" : "/";
    let today = "";

    const clients = make("select", { "aria-label": "Show the portal of", onchange: () => { location.href = prefix + clients.value + (clients.value && "/"); } },
      make("option", { value: "" }, "Desk"));
    fetch(own + "clients.json").then((r) => r.json()).then((all) => {
      const here = rest.split("/")[0];
      for (const c of all) {
        const mark = { red: " ✗", amber: " !", green: " ✓", broken: " ✗ errors" }[c.tone] ?? "";
        clients.append(make("option", { value: c.address, selected: c.address === here }, c.name + mark));
      }
    }, () => {});

    const show = (day) => { location.href = (day ? "/@" + day + "/" : "/") + rest; };
    const shift = (days) => {
      const d = new Date(today + "T00:00:00Z");
      d.setUTCDate(d.getUTCDate() + days);
      return d.toISOString().slice(0, 10);
    };
    const day = make("input", { type: "date", "aria-label": "As of", onchange: () => { if (day.value) show(day.value); } });
    const button = (id, text, onclick, pressed) => make("button", { id, type: "button", onclick, "aria-pressed": pressed }, text);
    const yesterday = button("yesterday", "Yesterday", () => show(shift(-1)));
    const now = button("now", "Now", () => show(""), String(!asOf));
    const week = button("week", "In a week", () => show(shift(7)));
    const phone = button("phone", "Phone", () => { location.href = own + "phone?page=" + encodeURIComponent(location.pathname); });
    const print = button("print", "Print", () => {
      const on = print.getAttribute("aria-pressed") !== "true";
      print.setAttribute("aria-pressed", String(on));
      printView();
    }, "false");
    const reading = make("span", { id: "reading", role: "status" });
    const problems = button("problems", "", () => { waved = shown = ""; showProblems(bar.problems); });
    problems.hidden = true;
    const fold = button("fold", "×", () => { root.querySelector("nav").remove(); });
    fold.setAttribute("aria-label", "Close the bar until the page is loaded again");
    root.append(make("nav", { "aria-label": "Preview" }, clients, yesterday, now, week, day, onPortal ? phone : undefined, onPortal ? print : undefined, reading, problems, fold));
    return {
      problems: [],
      update(state) {
        this.problems = state.problems;
        const far = waiting ? "" : state.reading?.text.replace(/[\d,]+ of [\d,]+ /, "") ?? ""; // a word that stays is said once
        if (reading.textContent !== far) reading.textContent = far;
        today = state.today;
        if (root.activeElement !== day) day.value = asOf ? asOf.slice(0, 10) : today;
        const errors = state.problems.filter((p) => p.severity === "error").length;
        problems.hidden = errors === 0;
        problems.textContent = errors === 1 ? "1 error" : errors + " errors";
      },
    };
  }

  // printView exchanges what stylesheets say of paper and of screens, and back.
  function printView() {
    const swap = (rules) => {
      for (const rule of rules) {
        if (rule instanceof CSSMediaRule) {
          const text = rule.media.mediaText;
          if (/\bprint\b/.test(text)) rule.media.mediaText = text.replace(/\bprint\b/g, "screen");
          else if (/\bscreen\b/.test(text)) rule.media.mediaText = text.replace(/\bscreen\b/g, "print");
        }
        if (rule.cssRules) swap(rule.cssRules);
      }
    };
    for (const sheet of document.styleSheets) {
      try { swap(sheet.cssRules); } catch { /* not a sheet of this server */ }
    }
    document.documentElement.toggleAttribute("data-rapport-print");
  }

  const barStyle = `
    :host { all: initial; position: fixed; inset-inline: 0; bottom: 0; z-index: 2147483645; display: flex; justify-content: center; pointer-events: none; font: 14px/1.4 system-ui, sans-serif; }
    nav { display: flex; flex-wrap: wrap; gap: .25rem; align-items: center; max-width: 100%; margin: .5rem; padding: .3rem .4rem; border-radius: .6rem; background: #16191e; color: #f1f3f5; box-shadow: 0 .25rem 1rem rgb(0 0 0 / .35); pointer-events: auto; color-scheme: dark; }
    button, select, input { min-height: 2.25rem; padding: 0 .6rem; border: 1px solid transparent; border-radius: .4rem; background: none; color: inherit; font: inherit; }
    select { max-width: 14rem; background: #16191e; border-color: #4a535f; }
    input { border-color: #4a535f; }
    button { cursor: pointer; }
    button:hover { background: #2b313a; }
    button[aria-pressed="true"] { border-color: #9cc6ff; }
    button:focus-visible, select:focus-visible, input:focus-visible { outline: 2px solid #9cc6ff; }
    #problems { background: #b3261e; color: #fff; }
    [hidden] { display: none; }
    @media print { :host { display: none; } }`;

  if (document.documentElement.dataset.rapport === "phone") {
    const frame = document.querySelector("iframe");
    frame.addEventListener("load", () => { document.querySelector("#back").href = frame.contentWindow.location.pathname; });
  } else if (!framed) bar = drawBar();
  listen();
})();
