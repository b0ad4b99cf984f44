// Search. The engine and what it looks through are scripts, since a page opened from
// a disk may load nothing else; both come when the field is first entered.

// Words are taken apart without their accents. Chinese and Japanese do not space
// theirs: each two letters that stand together count as one.
const together = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー々]+/u;
const plain = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").normalize("NFC").toLocaleLowerCase(lang);
function words(text) {
  return (plain(text).match(/[\p{L}\p{N}\p{M}ー々]+/gu) || []).flatMap((word) => {
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

// Where words are joined to long ones, the last parts of these are found as well:
// "Abschluss" finds "Monatsabschluss".
function endings(word) {
  const all = [word];
  if (rapportIndex.parted && word.length > 9 && !together.test(word)) {
    for (let i = 3; i <= word.length - 5; i++) all.push(word.slice(i));
  }
  return all;
}

// What is found by the words as they were typed comes first. Where that is little, some
// letters may be wrong or have changed places, and in the end some words may be missing.
const few = 3;
function seek(engine, query) {
  const hits = engine.search(query);
  for (const looser of [{ fuzzy: (term) => (term.length > 4 && !together.test(term) ? 0.34 : false) }, { combineWith: "OR" }]) {
    if (hits.length >= few || (looser.combineWith && hits.length)) break;
    for (const hit of engine.search(query, looser)) {
      if (!hits.some((known) => known.id === hit.id)) hits.push(hit);
    }
  }
  return hits;
}

// The sentence of a result in which most of the words stand, in pieces of which each
// second one is a word that was sought.
const shownLength = 140;
function passage(hit) {
  const sought = hit.terms.filter((term) => term.length > 1).sort((a, b) => b.length - a.length);
  let best = { text: "", at: [] };
  for (const text of (hit.x || "").split(/\n|(?<=[.!?。])\s+/)) {
    const at = marks(text, sought);
    if (new Set(at.map(([, , term]) => term)).size > new Set(best.at.map(([, , term]) => term)).size) best = { text, at };
  }
  if (!best.at.length) return [];
  let from = Math.max(0, best.at[0][0] - shownLength / 2);
  if (from) from = best.text.indexOf(" ", from) + 1 || from;
  const to = Math.min(best.text.length, from + shownLength);
  const pieces = [];
  let end = from;
  for (const [start, stop] of best.at) {
    if (start < end || stop > to) continue;
    pieces.push(best.text.slice(end, start), best.text.slice(start, stop));
    end = stop;
  }
  pieces.push(best.text.slice(end, to) + (to < best.text.length ? "…" : ""));
  if (from) pieces[0] = "…" + pieces[0];
  return pieces;
}

// marks are where words stand in a text, as [from, to, word]: each from its first letter.
function marks(text, sought) {
  const found = [];
  for (const word of text.matchAll(/[\p{L}\p{N}\p{M}ー々]+/gu)) {
    const letters = plain(word[0]);
    const term = sought.find((one) => (together.test(one) ? letters.includes(one) : letters.startsWith(one) || (rapportIndex.parted && letters.endsWith(one))));
    if (!term) continue;
    const exact = letters.length === word[0].length ? letters.indexOf(term) : -1;
    if (exact >= 0) found.push([word.index + exact, word.index + exact + term.length, term]);
    else found.push([word.index, word.index + word[0].length, term]);
  }
  return found;
}

let engine;
function wake() {
  if (!engine) {
    engine = load(here.root + here.index).then(() => load(here.root + rapportIndex.engine)).then(() => {
      const search = new MiniSearch({
        fields: ["t", "k", "x"],
        storeFields: ["h", "t", "s", "w", "x"],
        tokenize: words,
        processTerm: endings,
        searchOptions: { boost: { t: 3, k: 2 }, prefix: true, combineWith: "AND", processTerm: (term) => term },
      });
      search.addAll(rapportIndex.docs.map((doc, id) => ({ id, ...doc })));
      return search;
    });
    engine.catch(() => { engine = null; }); // next time it may be there
  }
  return engine;
}
