// What a portal can do beyond being read. Every page says all it has to say without
// the script; it is classic and deferred so that it runs from a disk too, asks
// no other host, and finds its words in data attributes that layouts fill from
// the catalogue. A part whose attributes a theme leaves out does nothing.
//
// All scripts of a theme make one function, this one first: what it declares, the
// others use.

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
