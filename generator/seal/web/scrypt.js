// Opens a person's key with the passphrase. That takes half a second of work, which
// would freeze the page: so it is done here, in a worker of its own.
"use strict";
importScripts("age.js");
onmessage = async ({ data }) => {
  try {
    const decrypter = new age.Decrypter();
    decrypter.addPassphrase(data.passphrase);
    postMessage({ key: await decrypter.decrypt(data.file, "text") });
  } catch {
    postMessage({ key: "" });
  }
};
