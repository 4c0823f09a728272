const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The claims of a verified payload; undefined when it is not a JSON object in UTF-8 (RFC 7519 §7.2). */
export function parseClaims(payload: Uint8Array): Readonly<Record<string, unknown>> | undefined {
  try {
    const claims: unknown = JSON.parse(utf8.decode(payload));
    return isRecord(claims) ? claims : undefined;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
