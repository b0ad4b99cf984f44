// What a client answers. Each form of an answer has data-answer, and all of them pass
// through send: who answers is remembered if that is wanted, that something was answered
// is noted on this device, and where the page was opened from a disk, a form that only
// its site can take becomes a mail. Where the portal is sealed, they pass through sealed.
function answers() {
  const noted = "rapport:answered:" + portal; // by item: [day, engagement], items and engagements as numbers
  const known = "rapport:reader:" + portal;
  const forms = all("form[data-answer]");
  const kept = memory.get(noted) || {};
  const numberOf = (item) => numbered(item.dataset.item);

  // Who answers is asked for once, if the reader wishes.
  const introduce = (form) => {
    const reader = memory.get(known);
    const fields = all(".who input", form);
    if (!fields.length) return;
    for (const field of fields) if (reader && !field.value) field.value = reader[field.name] || "";
    const wanted = make("input", { type: "checkbox", checked: Boolean(reader) });
    fields.pop().closest(".who").after(make("p", { className: "remember" }, make("label", {}, wanted, " " + say("act_remember"))));
    form.addEventListener("submit", () => {
      memory.set(known, wanted.checked ? Object.fromEntries(all(".who input", form).map((field) => [field.name, field.value])) : null);
    });
  };

  // What is not in a list of all that is open, of an engagement or of all, was taken in.
  const forget = (list) => {
    const open = new Set(all("[data-item]", list).map(numberOf));
    for (const [item, [, engagement]] of Object.entries(kept)) {
      if (!open.has(item) && (!list.dataset.open || engagement === numbered(list.dataset.open))) delete kept[item];
    }
    memory.set(noted, kept);
  };

  const day = (on) => new Date(on).toLocaleDateString(lang, { day: "numeric", month: "long", timeZone: "UTC" });
  const show = (item) => {
    const [on] = kept[numberOf(item)] || [];
    if (!on) return;
    const note = item.querySelector(".answered") || make("p", { className: "answered" });
    note.textContent = [say("act_answered").replace("{date}", day(on)), "sealed" in here ? say("act_answered_kept") : ""].join(" ").trim();
    (item.querySelector(".act-title, .meta") || item.firstElementChild).after(note);
  };

  // The mail that says what a form says: the questions with what was written below each, and
  // the lines that tell where it belongs.
  const mailOf = (form) => {
    const data = new FormData(form);
    const line = (text) => text.replace(/\s+/g, " ").trim().replace(/\[/g, "(").replace(/\]/g, ")");
    const belongs = ["client", "engagement", "item", "action", "choice"];
    const written = [];
    for (const asked of all("[data-asks]", form)) {
      const { name } = asked.querySelector("[name]");
      if (!belongs.includes(name) && data.get(name)) written.push(`[${name}: ${line(asked.dataset.asks)}]`, data.get(name), "");
    }
    const block = belongs.filter((name) => data.get(name)).map((name) => name + ": " + line(data.get(name)));
    const body = [...written, "-".repeat(40), form.dataset.leave, `[rapport:${data.get("rapport")}]`, ...block, "[/rapport]", ""];
    return form.dataset.mail + "&body=" + encodeURIComponent(body.join("\r\n"));
  };

  const note = (form) => {
    const item = form.closest("[data-item]");
    if (!item) return;
    kept[numberOf(item)] = [isoDay(new Date(now())), numbered(item.dataset.item.split("/")[0])];
    memory.set(noted, kept);
    show(item);
  };
  const onDisk = (form) => location.protocol === "file:" && !/^https?:/.test(form.getAttribute("action"));

  const send = (event) => {
    const form = event.target;
    note(form);
    if (form.dataset.mail && onDisk(form)) {
      event.preventDefault();
      location.href = mailOf(form);
    }
  };

  // What is filled in on a sealed portal is sealed to the provider's key, and goes as that
  // alone, in a form of its own or in a mail; whatever fails, nothing goes in the clear.
  const sealed = async (event) => {
    event.preventDefault();
    const form = event.target;
    const [envelope, letter, sorry] = ["[data-envelope]", ".sealed-answer", ".unsealed"].map((part) => form.parentElement.querySelector(part));
    const byMail = event.submitter && "byMail" in event.submitter.dataset;
    let text;
    try {
      text = await seal(form);
    } catch {
      sorry.hidden = false;
      announce(sorry.textContent);
      return;
    }
    note(form);
    if (envelope && !byMail && !onDisk(envelope)) {
      envelope.elements.sealed.value = text;
      envelope.submit();
    } else {
      post(form, letter, text);
    }
  };

  for (const form of all("form[data-seal]")) {
    form.hidden = false;
    form.parentElement.querySelector(".unsealed").hidden = true;
  }
  for (const form of forms) {
    introduce(form);
    form.addEventListener("submit", form.dataset.seal ? sealed : send);
  }
  if (Object.keys(kept).length) {
    for (const list of all("section[data-open]")) forget(list);
    for (const item of all("[data-item]")) show(item);
  }
}

if (tools) answers();
