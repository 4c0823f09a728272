// Submits the page's only form; without script, the person presses the button.
document.querySelector('form[data-submit-at-once]')?.requestSubmit();
