// What is wrong with a field is said below it, in the portal's language; without the script
// the browser says it in its own.
function explainErrors() {
  const why = ({ type, validity, validationMessage }) => {
    if (validity.valueMissing) return type === "radio" ? say("form_pick") : say("form_fill");
    return validity.typeMismatch ? say("form_address") : validationMessage;
  };
  const mend = (place) => {
    place.querySelector(":scope > .error")?.remove();
    for (const field of all("[aria-invalid]", place)) {
      field.removeAttribute("aria-invalid");
      field.removeAttribute("aria-describedby");
    }
  };
  for (const form of all("form[data-answer]")) {
    let first = true; // of the fields that are wrong
    form.addEventListener("invalid", (event) => {
      event.preventDefault();
      const field = event.target;
      const place = field.closest("fieldset, p");
      mend(place);
      const id = (field.id || field.closest("[id]").id + "_" + field.name) + "_error"; // choices have no id of their own
      place.append(make(place.localName === "p" ? "span" : "p", { className: "error", id, textContent: why(field) }));
      field.setAttribute("aria-invalid", "true");
      field.setAttribute("aria-describedby", id);
      if (first) {
        field.focus();
        announce(why(field));
      }
      first = false;
      setTimeout(() => { first = true; });
    }, true);
    form.addEventListener("input", (event) => mend(event.target.closest("fieldset, p")));
  }
}

if (tools) explainErrors();
