/** The part of the `claims` parameter that Garance evaluates (OpenID Connect Core §5.5); the rest is ignored. */
export interface ClaimsParameter {
  /** Whether `id_token.amr` is requested. */
  readonly amr: boolean;
  /**
   * Acceptable values of an essential `id_token.acr`; undefined when `acr` is not essential or any value is acceptable.
   */
  readonly essentialAcr?: readonly unknown[];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isObjectOrAbsent(value: unknown): boolean {
  return value === undefined || isObject(value);
}

/** @returns undefined when the value is not a JSON object with objects as `id_token` and `userinfo` */
export function parseClaimsParameter(value: string | undefined): ClaimsParameter | undefined {
  if (value === undefined) return { amr: false };
  const claims = parseJson(value);
  if (!isObject(claims)) return undefined;
  const idToken = Object.hasOwn(claims, 'id_token') ? claims.id_token : undefined;
  const userinfo = Object.hasOwn(claims, 'userinfo') ? claims.userinfo : undefined;
  if (!isObjectOrAbsent(idToken) || !isObjectOrAbsent(userinfo)) return undefined;
  if (!isObject(idToken)) return { amr: false };
  const amr = Object.hasOwn(idToken, 'amr');
  const acr = Object.hasOwn(idToken, 'acr') ? idToken.acr : undefined;
  if (!isObject(acr) || acr.essential !== true) return { amr };
  if (Array.isArray(acr.values)) return { amr, essentialAcr: acr.values };
  return acr.value === undefined ? { amr } : { amr, essentialAcr: [acr.value] };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
