// A change of pages that is cut short has no cross-fade, which is no mistake to tell of.
for (const name of ["pageswap", "pagereveal"]) {
  addEventListener(name, ({ viewTransition }) => {
    for (const step of viewTransition ? [viewTransition.ready, viewTransition.finished] : []) step.catch(() => {});
  });
}
