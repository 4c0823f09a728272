/**
 * Signature of qualification reports by the platform, over runs that it made itself. A run on a partner's machine has
 * none. Compact JWS, ES256, `typ: garance-qualification+jwt`; pure, keys are passed in.
 */
import {
  type ErrorCode,
  type Jwks,
  type QualificationReport,
  qualificationReportType,
  signedReportSchema,
} from '@garance/core';
import { CompactSign, compactVerify, decodeProtectedHeader, importJWK, type JWK } from 'jose';

/** Characters. Longer texts are not reports of this platform. */
const maxLength = 250_000;

export interface SignedReport {
  readonly issuer: string;
  readonly jti: string;
  /** Seconds since the Unix epoch. */
  readonly issuedAt: number;
  readonly report: QualificationReport;
}

/**
 * @param key private EC P-256 key of the platform, with its `kid`
 * @returns the compact JWS
 */
export async function signQualificationReport(
  { issuer, jti, issuedAt, report }: SignedReport,
  key: JWK & { readonly kid: string },
): Promise<string> {
  const claims = { iss: issuer, jti, iat: issuedAt, report };
  return new CompactSign(new TextEncoder().encode(JSON.stringify(claims)))
    .setProtectedHeader({ alg: 'ES256', kid: key.kid, typ: qualificationReportType })
    .sign(await importJWK(key, 'ES256'));
}

export type ReportOutcome =
  | { readonly ok: true; readonly signed: SignedReport }
  | { readonly ok: false; readonly error: ErrorCode };

/**
 * Verifies that this platform signed exactly these bytes as a report. The caller checks the content (service,
 * registration version, time).
 *
 * @param context.jwks the platform's public keys
 * @param context.issuer required value of `iss`; absent when the keys alone identify the platform
 * @returns errors `qualification.report_unreadable`, `qualification.report_not_ours` (no such key, other algorithm,
 * other
 *   kind of token, other issuer), `qualification.report_tampered`
 */
export async function verifyQualificationReport(
  jws: string,
  { jwks, issuer }: { readonly jwks: Jwks; readonly issuer?: string },
): Promise<ReportOutcome> {
  const header = readHeader(jws);
  if (header === undefined) return { ok: false, error: 'qualification.report_unreadable' };
  // The header only selects one of the platform's keys: `jwk`, `jku`, `x5c` are ignored (RFC 8725 §3.1).
  const key = jwks.keys.find((candidate) => candidate.kid === header.kid && candidate.crv === 'P-256');
  const isOurs = header.alg === 'ES256' && header.typ === qualificationReportType;
  if (!isOurs || key === undefined) return { ok: false, error: 'qualification.report_not_ours' };
  const payload = await verifyWith(jws, key as JWK);
  if (payload === undefined) return { ok: false, error: 'qualification.report_tampered' };
  const claims = signedReportSchema.safeParse(payload);
  if (!claims.success) return { ok: false, error: 'qualification.report_unreadable' };
  const { iss, jti, iat, report } = claims.data;
  if (issuer !== undefined && iss !== issuer) return { ok: false, error: 'qualification.report_not_ours' };
  return { ok: true, signed: { issuer: iss, jti, issuedAt: iat, report } };
}

/**
 * Whether the base64url is canonical (RFC 4648 §3.5): decoders ignore the spare bits of a signature's last character,
 * so that a report could be changed there and still verify.
 */
function isCanonical(part: string): boolean {
  return Buffer.from(part, 'base64url').toString('base64url') === part;
}

function readHeader(jws: string) {
  if (jws.length > maxLength || !/^[\w-]+\.[\w-]+\.[\w-]+$/.test(jws)) return undefined;
  if (!jws.split('.').every(isCanonical)) return undefined;
  try {
    return decodeProtectedHeader(jws);
  } catch {
    return undefined;
  }
}

/** The signed payload; undefined when the signature is invalid. */
async function verifyWith(jws: string, key: JWK): Promise<unknown> {
  try {
    const publicKey = await importJWK(key, 'ES256');
    // Stryker disable next-line ObjectLiteral: the header was held against the same algorithm before; a second line.
    const { payload } = await compactVerify(jws, publicKey, { algorithms: ['ES256'] });
    return JSON.parse(new TextDecoder().decode(payload)) as unknown;
  } catch {
    return undefined;
  }
}
