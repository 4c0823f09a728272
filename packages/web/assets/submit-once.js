// A form is sent once: its buttons rest until the answer comes, or until it is plain that none does.
const restMs = 10_000;

const buttonsOf = (form) =>
  form.querySelectorAll('button:not([data-off]), input[type=submit]:not([data-off])');

function rest(form) {
  form.dataset.sent = '';
  for (const button of buttonsOf(form)) button.disabled = true;
}

function wake(form) {
  delete form.dataset.sent;
  for (const button of buttonsOf(form)) button.disabled = false;
}

for (const form of document.querySelectorAll('form[method=post]')) {
  for (const button of form.querySelectorAll('button:disabled, input[type=submit]:disabled'))
    button.dataset.off = '';
  form.addEventListener('submit', (event) => {
    if ('sent' in form.dataset) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = '';
    // Only once the browser has read the form: a disabled button's value is not sent.
    setTimeout(() => rest(form));
    setTimeout(() => wake(form), restMs);
  });
}

// The back button may bring the page back as it was left.
addEventListener('pageshow', (event) => {
  if (event.persisted) for (const form of document.querySelectorAll('form[method=post]')) wake(form);
});
