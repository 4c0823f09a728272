import type { JWTPayload } from 'jose';
import { describe, expect, test } from 'vitest';
import type { SignInEntryName } from '../sign-in-entries.ts';
import { citizen, type Faults, type Making } from './fake-hub.ts';
import { createScene, isSignedIn, refusalCode, signIn } from './scene.ts';

/** One way a hub's answer can be wrong. */
export interface RefusalCase {
  readonly title: string;
  readonly entry?: SignInEntryName;
  readonly faults: Faults;
  /** The check that the refusal page must name, so that a refusal for another reason does not pass. */
  readonly check: string | RegExp;
}

/** Tests each case at an entry and checks, by a protected page, that no session exists. */
export function describeRefusals(family: string, cases: readonly RefusalCase[]): void {
  describe(`the service refuses, ${family}:`, () => {
    test.each(cases)('$title', async ({ entry = 'plusSubstantial', faults, check }) => {
      const scene = await createScene(entry, faults);
      const answer = await signIn(scene);
      expect(answer.status).toBe(400);
      expect(refusalCode(answer)).toMatch(check);
      expect(await isSignedIn(scene.visitor)).toBe(false);
      expect(answer.text).not.toContain(citizen.email);
      await scene.app.close();
    });
  });
}

/** The claims without one of them. */
export const without = (name: string) => (claims: JWTPayload) => {
  const { [name]: _dropped, ...rest } = claims;
  return rest;
};
export const withClaims = (changed: JWTPayload) => (claims: JWTPayload) => ({ ...claims, ...changed });
export const later = (name: 'iat' | 'exp', seconds: number) => (claims: JWTPayload) => ({
  ...claims,
  [name]: (claims[name] ?? 0) + seconds,
});

export const hourSeconds = 3600;
export const daySeconds = 86_400;
export const comparison = 'OAUTH_JWT_CLAIM_COMPARISON_FAILED';

export async function alteredSignature({ claims, tokens, seal }: Making): Promise<string> {
  const parts = (await tokens.sign(claims)).split('.');
  const bytes = Buffer.from(parts[2] ?? '', 'base64url');
  bytes[10] = (bytes[10] ?? 0) ^ 1;
  return seal(`${parts[0]}.${parts[1]}.${bytes.toString('base64url')}`);
}
