// Adds a copy button to every code of the page. Without script, one click selects the whole value.
for (const box of document.querySelectorAll('.garance-copyable')) {
  const value = box.querySelector('code');
  const label = box.querySelector('span');
  const row = box.querySelector('.garance-copyable__row');
  if (value === null || label === null || row === null || navigator.clipboard === undefined) continue;
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'garance-copyable__button';
  button.textContent = box.dataset.copy ?? '';
  button.setAttribute('aria-label', `${box.dataset.copy} : ${label.textContent}`);
  const status = document.createElement('span');
  status.className = 'govuk-visually-hidden';
  status.setAttribute('role', 'status');
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(value.textContent ?? '');
    button.textContent = box.dataset.copied ?? '';
    status.textContent = box.dataset.copied ?? '';
    setTimeout(() => {
      button.textContent = box.dataset.copy ?? '';
      status.textContent = '';
    }, 2000);
  });
  row.append(button, status);
}
