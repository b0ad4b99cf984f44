// What a portal can do beyond being read. Every page says all it has to say without
// the script; it is classic and deferred so that it runs from a disk too, and asks
// no other host. Where it says say("key"), the catalogue's text is put in when the theme
// is loaded, once a language. A part whose elements a theme leaves out does nothing.
//
// All scripts of a theme make one function, this one first: what it declares, the
// others use.

const root = document.documentElement;
const lang = root.lang ? root.lang + "-u-nu-latn" : undefined; // figures are those of the page, of which all are western
const all = (selector, from = document) => [...from.querySelectorAll(selector)];
const make = (name, properties, ...children) => {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
};
const load = (src) => new Promise((done, failed) => {
  document.head.append(make("script", { src, onload: done, onerror: failed }));
});
const tools = document.querySelector(".tools");
const here = tools ? tools.dataset : {}; // what the script has to know of this page
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

// What is remembered of a portal is kept by numbers, so that a browser does not keep the
// titles of one that is locked again (FNV-1a). It is the portal's alone.
function numbered(text) {
  let sum = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) sum = Math.imul(sum ^ text.charCodeAt(i), 0x01000193);
  return (sum >>> 0).toString(36);
}
const portal = new URL("./" + (here.root || ""), location.href).pathname;

const MINUTE = 6e4, DAY = 864e5;
// The reader's clock; the time of which the page is where a preview shows another one.
const set = document.querySelector("script[data-now]");
const now = () => (set ? Date.parse(set.dataset.now) : Date.now());
const isoDay = (date) => new Date(date - date.getTimezoneOffset() * MINUTE).toISOString().slice(0, 10);
