async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = make("textarea", { value: text, readOnly: true, className: "hidden" });
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
}

function copyLinks() {
  for (const item of all("[data-links] > [id]")) {
    const heading = item.querySelector("h2, h3");
    if (!heading) continue;
    const name = make("span", { className: "hidden", textContent: ": " + heading.textContent });
    const label = make("span", { textContent: say("copy_link") });
    const button = make("button", { type: "button", className: "copy" }, label, name);
    button.addEventListener("click", async () => {
      await copy(location.href.split("#")[0] + "#" + encodeURIComponent(item.id));
      button.focus();
      label.textContent = say("link_copied");
      announce(say("link_copied"));
      setTimeout(() => { label.textContent = say("copy_link"); }, 3000);
    });
    (item.querySelector("details > div") || item.querySelector(".when, .meta") || item).append(" ", button);
  }
}

if (tools) copyLinks();
