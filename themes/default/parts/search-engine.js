// Search. The engine and what it looks through are scripts, since a page opened from
// a disk may load nothing else; both come when the field is first entered.

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
