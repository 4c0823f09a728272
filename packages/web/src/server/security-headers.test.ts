import { describe, expect, it } from 'vitest';
import { anyHttpsOrigin, createSecurityHeaders, loopbackOrigins } from './security-headers.ts';

const plain = createSecurityHeaders({ https: false });

function directive(policy: string | undefined, name: string): string | undefined {
  return policy
    ?.split('; ')
    .find((directive) => directive.startsWith(`${name} `))
    ?.slice(name.length + 1);
}

describe('the security headers', () => {
  it('forbid everything that a page does not need', () => {
    const policy = plain.common['content-security-policy'];
    expect(directive(policy, 'default-src')).toBe("'none'");
    expect(directive(policy, 'script-src')).toBe("'self'");
    expect(directive(policy, 'style-src')).toBe("'self'");
    expect(directive(policy, 'base-uri')).toBe("'none'");
    expect(directive(policy, 'form-action')).toBe("'self'");
    expect(policy).not.toContain('unsafe');
  });

  it('forbid framing, for browsers of any age', () => {
    expect(directive(plain.common['content-security-policy'], 'frame-ancestors')).toBe("'none'");
    expect(plain.common['x-frame-options']).toBe('DENY');
  });

  it('forbid referrers and sniffing, and caching unless the route allows it', () => {
    expect(plain.common).toMatchObject({
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
  });

  it('enable HSTS only when the site is https', () => {
    const https = createSecurityHeaders({ https: true });
    expect(https.common['strict-transport-security']).toMatch(/^max-age=\d{8,}/);
    expect(plain.common['strict-transport-security']).toBeUndefined();
  });

  it('allow forms to end at the origins of the given addresses, without their paths', () => {
    const policy = plain.contentSecurityPolicy([
      'https://fi.example/authorize?state=secret',
      'http://127.0.0.1:3010/x',
    ]);
    expect(directive(policy, 'form-action')).toBe("'self' https://fi.example http://127.0.0.1:3010");
  });

  it('allow forms that may lead anywhere to end at https and, when told, on this machine', () => {
    const policy = (...sources: string[]) => directive(plain.contentSecurityPolicy(sources), 'form-action');
    expect(policy(anyHttpsOrigin)).toBe("'self' https:");
    expect(policy(anyHttpsOrigin, ...loopbackOrigins)).toBe(
      "'self' https: http://localhost:* http://127.0.0.1:*",
    );
    expect(policy('http:')).toBe("'self'");
    expect(policy('http://evil.example:*')).toBe("'self'");
  });

  it('return the same policy for the same addresses', () => {
    const once = plain.contentSecurityPolicy(['https://fi.example/a']);
    expect(plain.contentSecurityPolicy(['https://fi.example/a'])).toBe(once);
  });

  it.each(['javascript:alert(1)', 'https: ; script-src *', '*', "'unsafe-inline'", 'data:text/html,x', ''])(
    'are not widened by the address %j',
    (address) => {
      expect(directive(plain.contentSecurityPolicy([address]), 'form-action')).toBe("'self'");
      expect(plain.contentSecurityPolicy([address])).toBe(plain.common['content-security-policy']);
    },
  );

  it('allow images from the operator’s origins only', () => {
    const headers = createSecurityHeaders({ https: true, imageOrigins: ['https://logos.example/a.svg'] });
    const policy = headers.common['content-security-policy'];
    expect(directive(policy, 'img-src')).toBe("'self' https://logos.example");
  });
});
