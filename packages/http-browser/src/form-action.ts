/**
 * Whether the policy of a page allows its form to end at `target` (CSP3 §6.4.1). Checked for the form's address and, as
 * Chromium does, for every redirect after it.
 */
export function formActionAllows(policies: readonly string[], page: URL, target: URL): boolean {
  return policies.every((policy) => {
    const directive = policy
      .split(';')
      .map((directive) => directive.trim().split(/\s+/))
      .find(([name]) => name?.toLowerCase() === 'form-action');
    if (directive === undefined) return true;
    return directive.slice(1).some((source) => sourceFits(source, page, target));
  });
}

/** `scheme://host:port/path`, where the scheme may be left out, the host begin with `*.`, the port be `*`. */
const hostSource = /^(?:([a-z][a-z0-9+.-]*):\/\/)?(\*|(?:\*\.)?[^/:*]+)(?::(\d+|\*))?(\/.*)?$/i;
const defaultPorts: Readonly<Record<string, string>> = { 'http:': '80', 'https:': '443' };

function sourceFits(source: string, page: URL, target: URL): boolean {
  if (source === "'none'") return false;
  if (source === "'self'") return target.origin === page.origin;
  if (/^[a-z][a-z0-9+.-]*:$/i.test(source)) return target.protocol === source.toLowerCase();
  const match = hostSource.exec(source);
  if (match === null) return false;
  const [, scheme, host = '', port, path = '/'] = match;
  const protocol = scheme === undefined ? page.protocol : `${scheme.toLowerCase()}:`;
  // An http source also matches https (CSP3 §6.7.2.8).
  if (target.protocol !== protocol && !(protocol === 'http:' && target.protocol === 'https:')) return false;
  if (!hostFits(host.toLowerCase(), target.hostname)) return false;
  const targetPort = target.port || defaultPorts[target.protocol];
  if (port !== '*' && targetPort !== (port ?? defaultPorts[target.protocol])) return false;
  return path.endsWith('/') ? target.pathname.startsWith(path) : target.pathname === path;
}

function hostFits(pattern: string, host: string): boolean {
  if (pattern === '*') return true;
  return pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) : host === pattern;
}
