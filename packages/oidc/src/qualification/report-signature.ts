/**
 * The signature that makes a qualification report worth something: the platform's, over what it ran itself. A run on a
 * partner's machine has none. Compact JWS, ES256, `typ: garance-qualification+jwt`; pure, keys are passed in.
 */
import {
  type ErrorCode,
  type Jwks,
  type QualificationReport,
  qualificationReportType,
  signedReportSchema,
} from '@garance/core';
import { CompactSign, compactVerify, decodeProtectedHeader, importJWK, type JWK } from 'jose';

/** More is no report of ours. */
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
 * Believes a report only when this platform signed exactly these bytes as a report. What it says about (service,
 * registration version, time) is for the caller to hold against what is.
 *
 * @param context.jwks the platform's public keys
 * @param context.issuer what `iss` must be; absent where the keys alone say whose it is
 * @returns errors `qualification.report_unreadable`, `qualification.report_not_ours` (no such key, other algorithm, other
 *   kind of token, other issuer), `qualification.report_tampered`
 */
export async function verifyQualificationReport(
  jws: string,
  { jwks, issuer }: { readonly jwks: Jwks; readonly issuer?: string },
): Promise<ReportOutcome> {
  const header = readHeader(jws);
  if (header === undefined) return { ok: false, error: 'qualification.report_unreadable' };
  // The header chooses among our keys and brings none of its own: `jwk`, `jku`, `x5c` are never looked at (RFC 8725 §3.1).
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
 * The one spelling of its bytes (RFC 4648 §3.5): the last character of a signature has bits to spare, and decoders ignore
 * them, so that a report could be altered there and still verify.
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

/** The signed payload; undefined when the signature does not stand. */
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
