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
    try { hits = seek(await wake(), query).slice(0, 12); } catch { return; }
    if (query !== field.value.trim()) return; // something else was typed since
    mark(-1);
    list.replaceChildren(...hits.map((hit, i) => {
      const where = rapportIndex.sections[hit.s] + (hit.w ? " · " + hit.w : "");
      const option = make("li", { id: "found-" + i },
        make("span", { className: "title", textContent: hit.t }), " ",
        make("span", { className: "where", textContent: where }));
      const pieces = passage(hit);
      if (pieces.length) {
        option.append(" ", make("span", { className: "passage" }, ...pieces.map((piece, n) => (n % 2 ? make("mark", { textContent: piece }) : piece))));
      }
      option.setAttribute("role", "option");
      option.dataset.href = here.root + hit.h;
      option.addEventListener("click", () => go(option));
      return option;
    }));
    list.hidden = !hits.length;
    none.hidden = !list.hidden;
    none.textContent = say("journal_search_none").replace("{query}", "\u2068" + query + "\u2069");
    if (none.hidden === false) none.append(" ", make("a", { href: here.root + rapportIndex.askHref, textContent: rapportIndex.ask }));
    field.setAttribute("aria-expanded", String(!list.hidden));
    announce(hits.length ? say("search_found").replace("{n}", hits.length) : none.textContent);
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

const field = here.index && tools.querySelector("input[type=search]");
if (field) {
  search(field);
  const box = field.parentElement;
  box.addEventListener("toggle", (event) => { if (event.newState === "open") field.focus(); });
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    event.preventDefault();
    if (!field.checkVisibility() && box.showPopover) box.showPopover();
    field.focus();
  });
}
