// What a portal can do beyond being read. Every page says all it has to say without
// this script; it is classic and deferred so that it runs from a disk too, asks
// no other host, and finds its words in data attributes that layouts fill from
// the catalogue. A part whose attributes a theme leaves out does nothing.
(() => {
  "use strict";

  const root = document.documentElement;
  const lang = root.lang || undefined;
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const make = (name, properties, ...children) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  };
  const tools = document.querySelector(".tools");
  const say = tools ? tools.dataset : {};
  const status = tools && tools.querySelector("[role=status]");
  const announce = (text) => { if (status) status.textContent = text; };

  // A browser may refuse to remember: then nothing is remembered.
  const memory = {
    get(key) {
      try { return JSON.parse(localStorage.getItem(key)); } catch { return null; }
    },
    set(key, value) {
      try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* as above */ }
    },
  };

  const MINUTE = 6e4, DAY = 864e5;
  const isoDay = (date) => new Date(date - date.getTimezoneOffset() * MINUTE).toISOString().slice(0, 10);

  // Light or dark: what the reader chose, else what the system prefers. A choice
  // that is the system's is forgotten, so that the page follows the system again.
  function scheme() {
    const button = document.querySelector(".scheme");
    const key = "rapport:scheme";
    const system = matchMedia("(prefers-color-scheme: dark)");
    const preferred = () => (system.matches ? "dark" : "light");
    const other = () => ((chosen || preferred()) === "dark" ? "light" : "dark");
    let chosen = memory.get(key);
    const paint = () => {
      if (chosen) root.dataset.theme = chosen;
      else delete root.dataset.theme;
      if (button) button.textContent = say[other()];
    };
    paint();
    system.addEventListener("change", paint);
    if (button) {
      button.addEventListener("click", () => {
        chosen = other() === preferred() ? null : other();
        memory.set(key, chosen);
        paint();
      });
    }
  }

  // How far away a date is, in the reader's words. A day has no hour: it is as far
  // away as midnights lie between.
  const relative = new Intl.RelativeTimeFormat(lang, { numeric: "auto" });
  function away(iso) {
    const now = new Date();
    if (iso.length > 10) {
      const minutes = Math.round((new Date(iso) - now) / MINUTE);
      if (Math.abs(minutes) < 60) return relative.format(minutes, "minute");
      if (Math.abs(minutes) < 720) return relative.format(Math.round(minutes / 60), "hour");
      iso = isoDay(new Date(iso));
    }
    const days = Math.round((Date.parse(iso) - Date.parse(isoDay(now))) / DAY);
    const size = Math.abs(days);
    if (size < 14) return relative.format(days, "day");
    if (size < 60) return relative.format(Math.round(days / 7), "week");
    if (size < 700) return relative.format(Math.round(days / 30.44), "month");
    return relative.format(Math.round(days / 365.25), "year");
  }

  function relativeTimes() {
    const told = all("[data-relative] time[datetime]").map((time) => {
      const words = make("span", { className: "relative" });
      time.after(" ", words);
      return () => { words.textContent = "(" + away(time.dateTime) + ")"; };
    });
    // What the build said of a due date is true until the day is over.
    for (const words of all("[data-due]")) {
      const due = words.dataset.due;
      if (due && due >= (say.asOf || "").slice(0, 10)) told.push(() => { words.textContent = away(due); });
    }
    const tell = () => told.forEach((update) => update());
    tell();
    if (told.length) setInterval(tell, MINUTE);
  }

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
    const now = Math.floor(Date.now() / MINUTE) * MINUTE;
    const here = wall(now);
    let open = false;
    let change = 0;
    for (let day = 0; day < 62 && (!change || (open && day < 2)); day++) {
      const midnight = here - (here % DAY) + day * DAY;
      if (data.closed.includes(new Date(midnight).toISOString().slice(0, 10))) continue;
      for (const [from, to] of data.week[new Date(midnight).getUTCDay()]) {
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
    const days = Math.round((Date.parse(isoDay(at)) - Date.parse(isoDay(new Date(now)))) / DAY);
    let time = new Intl.DateTimeFormat(lang, { timeStyle: "short" }).format(at);
    if (days > 0) {
      const far = days > 6 && { day: "numeric", month: "long" };
      time = new Intl.DateTimeFormat(lang, { weekday: "long", ...far }).format(at) + " " + time;
    }
    return {
      open,
      text: (open ? box.dataset.open : box.dataset.shut).replace("{time}", time),
      elsewhere: wall(now) !== now - new Date(now).getTimezoneOffset() * MINUTE,
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

  // The journal's filter works by style alone. Its choice is kept in the address, so
  // that it can be passed on and comes back.
  function filter() {
    const choices = all(".kinds input");
    const read = () => {
      const kind = /^#kind=([\w-]+)$/.exec(location.hash);
      const choice = kind && choices.find((c) => c.id === "k_" + kind[1]);
      if (choice) choice.checked = true;
    };
    for (const choice of choices) {
      choice.addEventListener("change", () => history.replaceState(null, "", "#kind=" + choice.id.slice(2)));
    }
    read();
    addEventListener("hashchange", read);
  }

  // What is new since the last visit. A visit ends when nothing was opened for half an
  // hour. An item is new if it is dated after the day of the visit before, or on
  // that day and was not seen then. What was seen is kept as numbers, so that a
  // browser does not remember the titles of a portal that is locked again (FNV-1a).
  function numbered(text) {
    let sum = 0x811c9dc5;
    for (let i = 0; i < text.length; i++) sum = Math.imul(sum ^ text.charCodeAt(i), 0x01000193);
    return (sum >>> 0).toString(36);
  }

  function news() {
    if ("sealed" in say) return; // what was read would stand on the disk for all to see
    const items = new Map();
    for (const time of all("[data-news] time")) {
      const item = time.closest("article, li");
      if (item && !items.has(item)) items.set(item, time);
    }
    const base = new URL("./" + say.root, location.href).pathname;
    const key = "rapport:seen:" + base;
    const now = Date.now();
    const today = isoDay(new Date());
    const visit = memory.get(key) || { last: now, day: today, since: "9", before: [], seen: [] };
    if (now - visit.last > 30 * MINUTE) {
      visit.since = visit.day;
      visit.before = [...visit.seen];
    }
    visit.last = now;
    visit.day = today;
    for (const [item, time] of items) {
      const link = item.querySelector("a[href]");
      const anchor = item.id || item.parentElement.id;
      const to = anchor ? new URL("#" + anchor, location.href) : link;
      const day = time.dateTime.slice(0, 10);
      if (!to || day > today) continue;
      const name = day + " " + numbered((to.pathname + to.hash).slice(base.length));
      if (day >= visit.since && !visit.before.includes(name)) {
        item.classList.add("is-new");
        time.after(" ", make("span", { className: "fresh", title: say.freshSince, textContent: say.fresh }));
      }
      if (!visit.seen.includes(name)) visit.seen.push(name);
    }
    const oldest = visit.since < today ? visit.since : today;
    visit.seen = visit.seen.filter((name) => name.slice(0, 10) >= oldest);
    memory.set(key, visit);
  }

  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = make("textarea", { value: text, readOnly: true, className: "hidden" });
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
  }

  function copyLinks() {
    for (const item of all("[data-links] > [id]")) {
      const heading = item.querySelector("h2, h3");
      if (!heading) continue;
      const name = make("span", { className: "hidden", textContent: ": " + heading.textContent });
      const label = make("span", { textContent: say.copy });
      const button = make("button", { type: "button", className: "copy" }, label, name);
      button.addEventListener("click", async () => {
        await copy(location.href.split("#")[0] + "#" + encodeURIComponent(item.id));
        button.focus();
        label.textContent = say.copied;
        announce(say.copied);
        setTimeout(() => { label.textContent = say.copy; }, 3000);
      });
      (item.querySelector(".when, .meta") || item).append(" ", button);
    }
  }

  // The values of a chart, one at a time: under the pointer, or by the keys of a
  // slider that is there for the keyboard and for screen readers. They are those of
  // the chart's own table; the points are those of its line.
  function chart(figure) {
    const svg = figure.querySelector("svg");
    const line = figure.querySelector("path.value");
    const heads = all("thead th", figure).map((cell) => cell.textContent);
    const rows = all("tbody tr", figure).filter((row) => /\d/.test(row.cells[1].textContent));
    if (!svg || !line || rows.length < 2) return;
    const numbers = (line.getAttribute("d").match(/-?[\d.]+/g) || []).map(Number);
    if (numbers.length !== 2 * rows.length) return;
    // Notes, in the last column, stand below the chart.
    const last = figure.querySelector(".notes") ? -1 : undefined;
    const told = rows.map((row) => {
      const rest = [...row.cells].slice(2, last).map((cell, i) => cell.textContent && `${heads[i + 2]}: ${cell.textContent}`);
      return [`${row.cells[0].textContent}: ${row.cells[1].textContent}`, ...rest.filter(Boolean)].join(" · ");
    });
    const dot = document.createElementNS(svg.namespaceURI, "circle");
    dot.setAttribute("class", "picked");
    dot.setAttribute("r", 7);
    svg.append(dot);
    const out = make("p", { className: "readout" });
    const slider = make("input", { type: "range", className: "pick", min: 0, max: rows.length - 1, step: 1 });
    const title = svg.querySelector("title");
    slider.setAttribute("aria-label", title ? title.textContent : heads[1]);
    const show = (i) => {
      slider.value = i;
      slider.setAttribute("aria-valuetext", told[i]);
      out.textContent = told[i];
      dot.setAttribute("cx", numbers[2 * i]);
      dot.setAttribute("cy", numbers[2 * i + 1]);
    };
    slider.addEventListener("input", () => show(+slider.value));
    const point = (event) => {
      const box = svg.getBoundingClientRect();
      const x = ((event.clientX - box.left) / box.width) * svg.viewBox.baseVal.width;
      let nearest = 0;
      rows.forEach((_, i) => {
        if (Math.abs(numbers[2 * i] - x) < Math.abs(numbers[2 * nearest] - x)) nearest = i;
      });
      show(nearest);
    };
    svg.addEventListener("pointermove", point);
    svg.addEventListener("pointerdown", point);
    show(rows.length - 1);
    svg.after(slider, out);
  }

  // Search. The engine and what it looks through are scripts, since a page opened from
  // a disk may load nothing else; both come when the field is first entered.
  const load = (src) => new Promise((done, failed) => {
    document.head.append(make("script", { src, onload: done, onerror: failed }));
  });

  // Words are taken apart without their accents. Chinese and Japanese do not space
  // theirs: each two letters that stand together count as one.
  const together = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー々]+/u;
  function words(text) {
    const plain = text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").normalize("NFC").toLocaleLowerCase(lang);
    return (plain.match(/[\p{L}\p{N}\p{M}ー々]+/gu) || []).flatMap((word) => {
      const parts = [];
      let rest = word;
      for (let run; (run = together.exec(rest)); rest = rest.slice(run.index + run[0].length)) {
        if (run.index) parts.push(rest.slice(0, run.index));
        const letters = [...run[0]];
        if (letters.length === 1) parts.push(run[0]);
        for (let i = 1; i < letters.length; i++) parts.push(letters[i - 1] + letters[i]);
      }
      if (rest) parts.push(rest);
      return parts;
    });
  }

  let engine;
  function wake() {
    if (!engine) {
      engine = Promise.all([load(say.engine), load(say.index)]).then(() => {
        const search = new MiniSearch({
          fields: ["t", "x"],
          storeFields: ["h", "t", "s", "w"],
          tokenize: words,
          processTerm: (term) => term,
          searchOptions: {
            boost: { t: 3 }, prefix: true, combineWith: "AND",
            fuzzy: (term) => (term.length > 4 && !together.test(term) ? 0.2 : false),
          },
        });
        search.addAll(rapportIndex.docs.map((doc, id) => ({ id, ...doc })));
        return search;
      });
      engine.catch(() => { engine = null; }); // next time it may be there
    }
    return engine;
  }

  function search(field) {
    const box = field.parentElement;
    const list = make("ul", { id: "found", className: "found", hidden: true });
    const none = make("p", { className: "found none", hidden: true });
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", field.labels[0].textContent);
    for (const [name, value] of Object.entries({
      role: "combobox", "aria-autocomplete": "list", "aria-controls": "found", "aria-expanded": "false",
    })) field.setAttribute(name, value);
    box.append(list, none);
    let at = -1;

    const mark = (i) => {
      const options = [...list.children];
      if (options[at]) options[at].removeAttribute("aria-selected");
      at = i;
      if (options[at]) {
        options[at].setAttribute("aria-selected", "true");
        options[at].scrollIntoView({ block: "nearest" });
        field.setAttribute("aria-activedescendant", options[at].id);
      } else {
        field.removeAttribute("aria-activedescendant");
      }
    };
    const close = () => {
      list.hidden = none.hidden = true;
      field.setAttribute("aria-expanded", "false");
      mark(-1);
    };
    const go = (option) => {
      close();
      location.href = option.dataset.href;
    };
    const find = async () => {
      const query = field.value.trim();
      if (!query) return close();
      let hits;
      try { hits = (await wake()).search(query).slice(0, 12); } catch { return; }
      if (query !== field.value.trim()) return; // something else was typed since
      mark(-1);
      list.replaceChildren(...hits.map((hit, i) => {
        const where = rapportIndex.sections[hit.s] + (hit.w ? " · " + hit.w : "");
        const option = make("li", { id: "found-" + i },
          make("span", { className: "title", textContent: hit.t }), " ",
          make("span", { className: "where", textContent: where }));
        option.setAttribute("role", "option");
        option.dataset.href = say.root + hit.h;
        option.addEventListener("click", () => go(option));
        return option;
      }));
      list.hidden = !hits.length;
      none.hidden = !list.hidden;
      none.textContent = say.none.replace("{query}", query);
      field.setAttribute("aria-expanded", String(!list.hidden));
      announce(hits.length ? say.found.replace("{n}", hits.length) : none.textContent);
    };
    field.addEventListener("focus", () => wake().catch(() => {}), { once: true });
    field.addEventListener("input", find);
    field.addEventListener("focus", find);
    field.addEventListener("keydown", (event) => {
      const last = list.children.length - 1;
      if (event.key === "Escape") {
        if (!list.hidden || !none.hidden) event.preventDefault();
        close();
      } else if (list.hidden) {
        return;
      } else if (event.key === "ArrowDown") {
        event.preventDefault();
        mark(at < last ? at + 1 : 0);
      } else if (event.key === "ArrowUp") {
        event.preventDefault();
        mark(at > 0 ? at - 1 : last);
      } else if (event.key === "Enter") {
        event.preventDefault();
        go(list.children[Math.max(at, 0)]);
      }
    });
    list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
    box.addEventListener("focusout", (event) => { if (!box.contains(event.relatedTarget)) close(); });
  }

  // A form that only the site it stands on can take is of no use on a disk: there
  // it writes an e-mail of what was filled in.
  function forms() {
    const option = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (option && option.tagName === "OPTION") option.selected = true;
    if (location.protocol !== "file:") return;
    for (const form of all("form[data-mail]")) {
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        const lines = [];
        for (const [name, value] of new FormData(form)) {
          const told = form.querySelector(`[name="${name}"]`).closest("[data-asks]");
          if (told && value) lines.push(told.dataset.asks + "\r\n" + value);
        }
        location.href = form.dataset.mail + "&body=" + encodeURIComponent(lines.join("\r\n\r\n"));
      });
    }
  }

  scheme();
  if (tools) tools.hidden = false;
  relativeTimes();
  openOrClosed();
  filter();
  if (say.fresh) news();
  if (say.copy) copyLinks();
  all("figure.chart.line").forEach(chart);
  const field = say.index && tools.querySelector("input[type=search]");
  if (field) search(field);
  forms();
})();
