// Forms marked `data-passkey` request a passkey from the browser, put the answer into their hidden field and submit
// themselves. Without this script, or without passkeys in the browser, their button stays hidden and other ways remain.
const { browserSupportsWebAuthn, startAuthentication, startRegistration } = globalThis.SimpleWebAuthnBrowser;
for (const form of document.querySelectorAll('form[data-passkey]')) {
  if (!browserSupportsWebAuthn()) continue;
  const button = form.querySelector('button[type="submit"]');
  const failure = form.querySelector('[data-passkey-failure]');
  const answer = form.querySelector('input[name="response"]');
  const ask = form.dataset.passkey === 'register' ? startRegistration : startAuthentication;
  for (const hidden of form.querySelectorAll('[data-passkey-shown]')) hidden.hidden = false;
  for (const shown of form.querySelectorAll('[data-passkey-hidden]')) shown.hidden = true;
  form.addEventListener('submit', async (event) => {
    if (answer.value !== '') return;
    event.preventDefault();
    button.disabled = true;
    failure.hidden = true;
    try {
      answer.value = JSON.stringify(await ask({ optionsJSON: JSON.parse(form.dataset.options) }));
      form.submit();
    } catch {
      failure.hidden = false;
      button.disabled = false;
    }
  });
}
