// A change of pages that is cut short has no cross-fade, which is no mistake to tell of.
const pass = (fade) => {
  for (const step of fade ? [fade.ready, fade.finished, fade.updateCallbackDone] : []) step?.catch(() => {});
};
pass(document.activeViewTransition);
for (const name of ["pageswap", "pagereveal"]) addEventListener(name, (event) => pass(event.viewTransition));
