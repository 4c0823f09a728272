import { describe, expect, it } from 'vitest';
import { contentSecurityPolicy } from './content-security-policy.ts';

const formAction = (redirectUri?: string): string =>
  contentSecurityPolicy(redirectUri).split('form-action ')[1] ?? '';

describe('the policy of a provider page', () => {
  it('allows forms to the page itself only, unless a hub waits', () => {
    expect(formAction()).toBe("'self'");
  });

  it('contains the origin of the hub, and nothing more', () => {
    expect(formAction('https://hub.example/api/v2/oidc-callback/x;y')).toBe("'self' https://hub.example");
  });

  it('contains that origin only, on loopback too', () => {
    expect(formAction('http://localhost:3001/cb')).toBe("'self' http://localhost:3001");
  });

  it('is not widened by an invalid address', () => {
    expect(formAction("'unsafe-inline'; script-src *")).toBe("'self'");
  });
});
