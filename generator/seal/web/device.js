// The third way in, beside passphrase and link: a passkey of this device. The reader's key is kept in this browser,
// encrypted by age to that passkey, and the device opens it when its owner shows a finger, a face or a PIN.
"use strict";
const Device = (() => {
  const root = new URL("..", document.currentScript.src).href;

  // able tells whether this device has passkeys that can hold a key (the extension prf) and asks who is there. At
  // an address of numbers no browser makes one.
  const able = async () => {
    const passkeys = window.PublicKeyCredential;
    if (!window.isSecureContext || !/^https?:$/.test(location.protocol) || /^[\d.]+$|^\[/.test(location.hostname)) return false;
    if (!passkeys?.getClientCapabilities) return false;
    try {
      const can = await passkeys.getClientCapabilities();
      return Boolean(can["extension:prf"]) && await passkeys.isUserVerifyingPlatformAuthenticatorAvailable();
    } catch {
      return false;
    }
  };

  // load fetches what few readers need: age's own part for passkeys.
  let loading;
  const load = () => loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = new URL("_seal/passkey.js", root);
    script.onload = resolve;
    script.onerror = () => { loading = null; reject(new Portal.Fault("offline")); };
    document.head.append(script);
  });

  const record = () => Portal.kept(root, "device").catch(() => undefined);

  // keep makes a passkey and keeps the reader's key under it. The name is shown where the device lists its passkeys.
  const keep = async (secret, name) => {
    await load();
    const identity = await passkey.createCredential({ keyName: name });
    const encrypter = new age.Encrypter();
    encrypter.addRecipient(new passkey.WebAuthnRecipient({ identity }));
    await Portal.keep(root, "device", { identity, file: await encrypter.encrypt(secret) });
  };

  // open returns the reader's key; it fails where the device does not say that it is the reader.
  const open = async () => {
    const { identity, file } = await record();
    await load();
    const decrypter = new age.Decrypter();
    decrypter.addIdentity(new passkey.WebAuthnIdentity({ identity }));
    return decrypter.decrypt(file, "text");
  };

  return {
    able, keep, open,
    known: async () => Boolean((await record())?.file),
    asks: async () => !await record(), // whether to ask, of somebody who comes with a link alone
    decline: () => Portal.keep(root, "device", {}).catch(() => {}),
    forget: () => Portal.drop(root, "device").catch(() => {}),
  };
})();
