// Asks the browser for a key or a passkey, and sends what it says with the form.
(() => {
  if (!window.PublicKeyCredential?.parseRequestOptionsFromJSON) return;

  const options = async (form) => {
    if (form.dataset.options) return JSON.parse(form.dataset.options);
    const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
    return (await answer.json()).request_options;
  };

  const ask = async (form) => {
    const { publicKey } = await options(form);
    if (form.dataset.passkey === "get") {
      return navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(publicKey) });
    }
    if (form.elements.passwordless?.checked) {
      Object.assign(publicKey.authenticatorSelection, {
        residentKey: "required", requireResidentKey: true, userVerification: "required",
      });
    }
    return navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(publicKey) });
  };

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const said = form.querySelector("[role=alert]");
      said.hidden = true;
      try {
        form.elements.credential.value = JSON.stringify(await ask(form));
        form.submit();
      } catch {
        said.hidden = false; // it was given up, or there is no such key here
      }
    });
  }
})();
