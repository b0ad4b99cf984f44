// Light or dark: what the reader chose, else what the system prefers. A choice
// that is the system's is forgotten, so that the page follows the system again.
function scheme() {
  const button = document.querySelector(".scheme");
  const key = "rapport:scheme";
  const system = matchMedia("(prefers-color-scheme: dark)");
  const preferred = () => (system.matches ? "dark" : "light");
  const other = () => ((chosen || preferred()) === "dark" ? "light" : "dark");
  let chosen = memory.get(key);
  const paint = () => {
    if (chosen) root.dataset.theme = chosen;
    else delete root.dataset.theme;
    if (button) button.textContent = other() === "dark" ? say("scheme_dark") : say("scheme_light");
  };
  paint();
  if (button) button.hidden = false;
  system.addEventListener("change", paint);
  if (button) {
    button.addEventListener("click", () => {
      chosen = other() === preferred() ? null : other();
      memory.set(key, chosen);
      paint();
    });
  }
}

scheme();
if (tools) tools.hidden = false;
