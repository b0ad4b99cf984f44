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

// On a phone an item is handed to whatever the reader sends things with, as a page is.
function copyLinks() {
  const touch = navigator.share && matchMedia("(pointer: coarse)").matches && /^https?:$/.test(location.protocol);
  const send = touch && document.querySelector(".share")?.textContent;
  for (const item of all("[data-links] > [id]")) {
    const heading = item.querySelector("h2, h3");
    if (!heading) continue;
    const name = make("span", { className: "hidden", textContent: ": " + heading.textContent });
    const label = make("span", { textContent: send || say("copy_link") });
    const button = make("button", { type: "button", className: "copy" }, label, name);
    button.addEventListener("click", async () => {
      const url = new URL(item.dataset.stands || "#" + encodeURIComponent(item.id), location.href).href;
      if (send) {
        navigator.share({ title: heading.textContent, url }).catch(() => {}); // the reader may change their mind
        return;
      }
      await copy(url);
      button.focus();
      label.textContent = say("link_copied");
      announce(say("link_copied"));
      setTimeout(() => { label.textContent = say("copy_link"); }, 3000);
    });
    (item.querySelector("details > div") || item.querySelector(".when, .meta") || item).append(" ", button);
  }
}

if (tools) copyLinks();
