// The desk's part in the browser: a field that finds clients, and which of them stand open
// when the page is loaded again. Without it everything can be read and done.
(() => {
  "use strict";

  const clients = [...document.querySelectorAll(".clients > li")];
  const head = document.querySelector(".head");
  const key = "rapport:desk";

  const open = new Set(JSON.parse(sessionStorage.getItem(key) || "[]"));
  for (const row of document.querySelectorAll(".clients details")) {
    if (open.has(row.id)) row.open = true;
    row.addEventListener("toggle", () => {
      if (row.open) open.add(row.id); else open.delete(row.id);
      sessionStorage.setItem(key, JSON.stringify([...open]));
    });
  }

  if (clients.length < 2) return;
  const field = Object.assign(document.createElement("input"), { type: "search", placeholder: "Find a client", autocomplete: "off", spellcheck: false });
  field.setAttribute("aria-label", "Find a client");
  const found = document.createElement("p");
  found.className = "found";
  found.setAttribute("role", "status");
  head.append(field, found);
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const names = clients.map((row) => plain(row.querySelector("b").textContent + " " + row.querySelector(".state").textContent + " " + [...row.querySelectorAll(".engagement a:first-child")].map((a) => a.textContent).join(" ")));
  field.addEventListener("input", () => {
    const words = plain(field.value).split(/\s+/).filter(Boolean);
    let n = 0;
    clients.forEach((row, i) => {
      row.hidden = !words.every((word) => names[i].includes(word));
      if (!row.hidden) n++;
    });
    for (const others of document.querySelectorAll(".others")) {
      others.hidden = words.length > 0 && !others.querySelector(".clients > li:not([hidden])");
      others.open = words.length > 0 && !others.hidden;
    }
    found.textContent = words.length ? (n === 1 ? "1 client" : n + " clients") : "";
  });
  addEventListener("keydown", (event) => {
    if (event.key === "/" && !/^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName)) {
      event.preventDefault();
      field.focus();
    }
  });
})();
