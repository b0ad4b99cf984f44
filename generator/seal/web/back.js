// Put on every page of a sealed portal by the worker: a browser keeps pages that were
// left, to show them again at once when the reader goes back. By then the portal may be
// locked. Where the host serves an older build than this browser has seen, it says so on each.
"use strict";
(() => {
  const root = new URL("..", document.currentScript.src).href;
  const { older } = document.currentScript.dataset;
  if (older) addEventListener("DOMContentLoaded", () => Portal.warn(document, older));
  const style = document.documentElement.style;
  addEventListener("pagehide", (event) => {
    if (event.persisted) style.setProperty("visibility", "hidden", "important");
  });
  addEventListener("pageshow", async (event) => {
    if (!event.persisted) return;
    if (await Portal.stored(root).catch(() => null)) style.removeProperty("visibility"); else location.reload();
  });
})();
