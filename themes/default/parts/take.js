// Printing, for pages that are for paper and have no file to take along.
for (const button of all(".take .print")) {
  button.addEventListener("click", () => print());
  button.parentNode.hidden = false;
}
