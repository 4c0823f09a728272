/** The key with which this platform signs the reports of its own suite. */
import type { Jwks, QualificationReport } from '@garance/core';
import { publicJwk, signQualificationReport } from '@garance/oidc';
import type { PortalDeps } from '../../deps.ts';
import { loadSigningKey } from '../journal/signing-key.ts';

const secretName = 'qualification-signing-key';

export interface ReportSigner {
  /** @param runId one per run: the same report under another id is another run. @returns the compact JWS */
  sign(report: QualificationReport, runId: string): Promise<string>;
  /** Public keys for verification. */
  publicKeys(): Promise<Jwks>;
}

/** Signing key of reports of runs by the platform, and the keys that verify reports. */
export function createReportSigner({
  store,
  clock,
  config,
}: Pick<PortalDeps, 'store' | 'clock' | 'config'>): ReportSigner {
  let loading: ReturnType<typeof loadSigningKey> | undefined;
  const key = () => {
    loading ??= loadSigningKey(store, secretName).catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };
  return {
    sign: async (report, runId) =>
      signQualificationReport(
        { issuer: config.origin, jti: runId, issuedAt: Math.floor(clock.now() / 1000), report },
        await key(),
      ),
    publicKeys: async () => {
      const { kid, kty, crv, x, y } = publicJwk(await key());
      return { keys: [{ kid, kty: kty ?? 'EC', crv, x, y, alg: 'ES256', use: 'sig' }] };
    },
  };
}
