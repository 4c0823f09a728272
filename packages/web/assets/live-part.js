// Replaces a part of the page with its current state on the server, repeatedly. Without script the page reloads itself.
const pauseMs = 2000;

async function look() {
  const part = document.querySelector('[data-live]');
  if (part === null) return;
  // No request while the page is in the background.
  const page = document.hidden ? undefined : await fetchPage().catch(() => undefined);
  if (page !== undefined) {
    const next = page.querySelector('[data-live]');
    // The element is gone: the work has ended and the page is another one. Load all of it.
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
