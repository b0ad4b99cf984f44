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

forms();
