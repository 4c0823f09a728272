const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, (character) => escapes[character] ?? '');

const page = (title: string, body: string): string =>
  `<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>${title}</title></head><body><main>${body}</main></body></html>`;

/** The page where the citizen chooses an account. */
export function choicePage({ service, csrf }: { service: string; csrf: string }): string {
  return page(
    'Choisir un compte',
    `<h1>${escapeHtml(service)}</h1><form method="post" action="/interaction/provider"><input type="hidden" name="csrf" value="${csrf}">
    <button name="provider" value="upstream">Continuer</button></form>`,
  );
}

/** The data to be transmitted, and one button. */
export function informationPage({
  service,
  claims,
  csrf,
}: {
  service: string;
  claims: readonly string[];
  csrf: string;
}): string {
  const items = claims.map((claim) => `<li>${escapeHtml(claim)}</li>`).join('');
  return page(
    'Informations transmises',
    `<h1>${escapeHtml(service)}</h1><ul>${items}</ul><form method="post" action="/interaction/consent"><input type="hidden" name="csrf" value="${csrf}"><button>Continuer</button></form>`,
  );
}
