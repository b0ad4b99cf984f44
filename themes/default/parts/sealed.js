// How an answer is sealed on a sealed portal: as a file of age, to the provider's public key,
// which is in the page. What seals is a script of its own, loaded when it is first needed.
const longestLink = 2000; // that every mail program takes whole

// An answer has 896 bytes, or 1792, 3584 and so on: its size tells little of it, and the
// first fits a link that writes a mail.
function padded(text) {
  const length = new TextEncoder().encode(text).length;
  let size = 896;
  while (size < length) size *= 2;
  return text + " ".repeat(size - length);
}

async function seal(form) {
  if (!window.age) await load(form.dataset.sealer);
  const fields = [...new FormData(form)].filter(([, value]) => value);
  const encrypter = new age.Encrypter();
  encrypter.addRecipient(form.dataset.seal);
  const text = JSON.stringify(Object.fromEntries([...fields, ["at", new Date().toISOString()]]));
  return age.armor.encode(await encrypter.encrypt(padded(text)));
}

// post opens a mail with a sealed answer, where a link can hold it, and shows it to be
// sent in another way.
function post(form, letter, text) {
  const [copying, saving] = all("button, a[download]", letter);
  letter.querySelector("textarea").value = text;
  saving.href = "data:application/octet-stream," + encodeURIComponent(text);
  copying.onclick = async () => {
    await copy(text);
    copying.focus();
    copying.textContent = copying.dataset.copied;
    announce(copying.dataset.copied);
  };
  letter.hidden = false;
  letter.querySelector("textarea").select();
  const link = form.dataset.mail + "&body=" + encodeURIComponent(text.trim().replace(/\r?\n/g, "\r\n"));
  if (link.length <= longestLink) location.href = link;
}
