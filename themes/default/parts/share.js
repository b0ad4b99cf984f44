// A page is sent to a colleague as a mail with its title, what it is about and its address; on
// a phone, by whatever the reader sends things with. From a disk there is no address to send.
function share() {
  if (!/^https?:$/.test(location.protocol)) return;
  const about = document.querySelector('meta[name="description"]')?.content || "";
  const here = () => location.href.replace(/#.*/, "");
  const touch = matchMedia("(pointer: coarse)").matches && navigator.share;
  for (const link of all(".share")) {
    link.hidden = false;
    link.href = "mailto:?subject=" + encodeURIComponent(document.title) + "&body=" + encodeURIComponent([about, here()].filter(Boolean).join("\r\n\r\n"));
    if (touch) {
      link.addEventListener("click", (event) => {
        event.preventDefault();
        navigator.share({ title: document.title, text: about, url: here() }).catch(() => {}); // the reader may change their mind
      });
    }
  }
}

share();
