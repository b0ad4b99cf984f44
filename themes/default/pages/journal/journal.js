// The journal's filter works by style alone. Its choice is kept in the address, so
// that it can be passed on and comes back.
function filter() {
  const choices = all(".kinds input");
  const read = () => {
    const kind = /^#kind=([\w-]+)$/.exec(location.hash);
    const choice = kind && choices.find((c) => c.id === "k_" + kind[1]);
    if (choice) choice.checked = true;
  };
  for (const choice of choices) {
    choice.addEventListener("change", () => history.replaceState(null, "", "#kind=" + choice.id.slice(2)));
  }
  read();
  addEventListener("hashchange", read);
}

filter();
