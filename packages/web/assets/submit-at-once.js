// Sends the page's only purpose on its way; without script, the person presses the button.
document.querySelector('form[data-submit-at-once]')?.requestSubmit();
