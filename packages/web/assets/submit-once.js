// Disables a form's buttons after it was sent, until the answer arrives or this time is over.
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
    // After the browser has read the form: the value of a disabled button is not sent.
    setTimeout(() => rest(form));
    setTimeout(() => wake(form), restMs);
  });
}

// The back button may restore the page with its buttons disabled.
addEventListener('pageshow', (event) => {
  if (event.persisted) for (const form of document.querySelectorAll('form[method=post]')) wake(form);
});
