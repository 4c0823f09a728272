/**
 * Whether a page's policy lets its form end at `target` (CSP3 §6.4.1). Checked for the address of the form and, as
 * Chromium does, for every redirect after it.
 */
export function formActionAllows(policies: readonly string[], page: URL, target: URL): boolean {
  return policies.every((policy) => {
    const directive = policy
      .split(';')
      .map((each) => each.trim().split(/\s+/))
      .find(([name]) => name?.toLowerCase() === 'form-action');
    if (directive === undefined) return true;
    return directive.slice(1).some((source) => sourceFits(source, page, target));
  });
}

function sourceFits(source: string, page: URL, target: URL): boolean {
  if (source === "'none'") return false;
  if (source === "'self'") return target.origin === page.origin;
  if (source === '*') return true;
  if (/^[a-z][a-z0-9+.-]*:$/i.test(source)) return target.protocol === source.toLowerCase();
  if (!URL.canParse(source)) return target.host === source;
  const allowed = new URL(source);
  if (allowed.origin !== target.origin) return false;
  return allowed.pathname === '/' || target.pathname.startsWith(allowed.pathname);
}
