// Keeps a part of the page as it is on the server while work goes on there. Without script the page refreshes itself.
const pauseMs = 2000;

async function look() {
  const part = document.querySelector('[data-live]');
  if (part === null) return;
  // Nobody waits at a page that nobody sees.
  const page = document.hidden ? undefined : await fetchPage().catch(() => undefined);
  if (page !== undefined) {
    const next = page.querySelector('[data-live]');
    // The work has ended: another page now.
    if (next === null) {
      location.reload();
      return;
    }
    if (next.innerHTML !== part.innerHTML) part.replaceChildren(...next.childNodes);
  }
  setTimeout(look, pauseMs);
}

async function fetchPage() {
  const response = await fetch(location.href, { headers: { accept: 'text/html' } });
  if (!response.ok || response.redirected) return undefined;
  return new DOMParser().parseFromString(await response.text(), 'text/html');
}

setTimeout(look, pauseMs);
