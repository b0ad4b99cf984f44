// The journal's filter by kind works by style alone. Its choice is kept in the address, so
// that it can be passed on and comes back. By words and by who wrote it, a script filters.
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

function sift() {
  const box = document.querySelector(".sift");
  if (!box) return;
  const [text, by] = all("input, select", box);
  const count = box.querySelector("[role=status]");
  const older = document.querySelector(".older");
  const rows = all(".journal > li");
  const writer = (row) => row.querySelector(".by")?.textContent || "";
  for (const name of new Set(rows.map(writer).filter(Boolean).sort())) by.append(make("option", { textContent: name }));
  const plain = (words) => words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const show = () => {
    const words = plain(text.value).split(/\s+/).filter(Boolean);
    for (const row of rows) {
      row.hidden = by.value && writer(row) !== by.value || !words.every((word) => plain(row.textContent).includes(word));
    }
    const sifts = words.length || by.value;
    if (older && sifts) older.open = true;
    for (const month of all(".month")) month.hidden = !month.querySelector(".journal > li:not([hidden])");
    const chosen = document.querySelector(".kinds :checked:not(#k_all)");
    const left = rows.filter((row) => !row.hidden && (!chosen || row.classList.contains(chosen.id.slice(2)))).length;
    count.textContent = sifts || chosen ? box.dataset.shown.replace("{n}", left).replace("{all}", rows.length) : "";
  };
  text.addEventListener("input", show);
  by.addEventListener("change", show);
  for (const choice of all(".kinds input")) choice.addEventListener("change", show);
  box.hidden = false;
  show();
}

// Where the journal is parted by years, a link from before leads on to the page of its entry.
function leadOn() {
  const years = all(".years a");
  const lead = () => {
    const id = decodeURIComponent(location.hash.slice(1));
    if (!id || document.getElementById(id)) return;
    const within = (entry) => entry && (id.replace(/^a_/, "") + "-").startsWith(entry + "-");
    const odd = years.find((a) => (a.dataset.also || "").split(" ").some(within));
    const year = /(?:^|\D)(\d{4})-\d\d-\d\d/.exec(id)?.[1];
    const to = odd || years.find((a) => a.dataset.year === year);
    if (to && !to.hasAttribute("aria-current")) location.replace(to.href + location.hash);
  };
  if (!years.length) return;
  lead();
  addEventListener("hashchange", lead);
}

filter();
sift();
leadOn();
