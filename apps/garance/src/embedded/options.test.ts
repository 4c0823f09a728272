import { describe, expect, it } from 'vitest';
import { addressesFrom } from './addresses.ts';
import { readEmbeddedOptions, UsageError } from './options.ts';

const read = (env: Readonly<Record<string, string>>) => readEmbeddedOptions([], env);

describe('settings of the embedded start', () => {
  it('default to loopback, no single sign-on and no trusted proxy', () => {
    const { publicAddresses, hubSettings } = read({});
    const addresses = addressesFrom(3000, publicAddresses);
    expect(addresses.portal).toBe('http://localhost:3000');
    expect(addresses.issuer({ platform: 'plus', environment: 'production' })).toBe(
      'http://localhost:3004/api/v2',
    );
    expect(addresses.metrics).toBe('http://127.0.0.1:3016/metrics');
    expect(hubSettings).toMatchObject({ singleSignOnSeconds: 0 });
    expect(hubSettings).not.toHaveProperty('trustedProxies');
  });

  it('put the named hubs and partner space behind a TLS proxy', () => {
    const { publicAddresses } = read({
      GARANCE_ISSUER_STANDARD_INTEGRATION: 'https://integration.example/api/v2',
      GARANCE_ISSUER_PLUS_PRODUCTION: 'https://plus.example:8443/api/v2',
      GARANCE_PORTAL_ORIGIN: 'https://partners.example',
    });
    const { portal, issuer } = addressesFrom(3000, publicAddresses);
    expect(portal).toBe('https://partners.example');
    const hub = (platform: 'standard' | 'plus', environment: 'integration' | 'production') =>
      issuer({ platform, environment });
    expect(hub('standard', 'integration')).toBe('https://integration.example/api/v2');
    expect(hub('standard', 'production')).toBe('http://localhost:3003/api/v2');
    expect(hub('plus', 'production')).toBe('https://plus.example:8443/api/v2');
  });

  it('set proxies, the length of single sign-on, and the operator’s pages', () => {
    const { hubSettings } = read({
      GARANCE_TRUSTED_PROXIES: '127.0.0.1, 10.0.0.0/8,2001:db8::/32 ,::1',
      GARANCE_SINGLE_SIGN_ON_SECONDS: '3600',
      GARANCE_HELP_URL: 'https://operator.example/help',
      GARANCE_CONTACT_URL: 'mailto:help@operator.example',
    });
    expect(hubSettings).toMatchObject({
      trustedProxies: ['127.0.0.1', '10.0.0.0/8', '2001:db8::/32', '::1'],
      singleSignOnSeconds: 3600,
      links: { help: 'https://operator.example/help', contact: 'mailto:help@operator.example' },
    });
  });

  it.each([
    ['GARANCE_ISSUER_STANDARD_INTEGRATION', 'http://integration.example/api/v2'],
    ['GARANCE_ISSUER_STANDARD_INTEGRATION', 'https://integration.example/api/v2/'],
    ['GARANCE_ISSUER_PLUS_PRODUCTION', 'https://plus.example/api/v2?x=1'],
    ['GARANCE_ISSUER_PLUS_PRODUCTION', 'https://plus.example/api/v2#x'],
    ['GARANCE_ISSUER_STANDARD_PRODUCTION', 'production.example'],
    ['GARANCE_PORTAL_ORIGIN', 'https://partners.example/'],
    ['GARANCE_PORTAL_ORIGIN', 'https://partners.example/portal'],
    ['GARANCE_TRUSTED_PROXIES', ''],
    ['GARANCE_TRUSTED_PROXIES', '127.0.0.1,'],
    ['GARANCE_TRUSTED_PROXIES', 'proxy.example'],
    ['GARANCE_TRUSTED_PROXIES', '10.0.0.0/33'],
    ['GARANCE_TRUSTED_PROXIES', 'true'],
    ['GARANCE_SINGLE_SIGN_ON_SECONDS', '-1'],
    ['GARANCE_SINGLE_SIGN_ON_SECONDS', '28801'],
    ['GARANCE_SINGLE_SIGN_ON_SECONDS', 'yes'],
    ['GARANCE_LEGAL_NOTICE_URL', 'javascript:alert(1)'],
    ['GARANCE_ACCESSIBILITY_URL', '/accessibility'],
  ])('%s=%s is refused, and named', (name, value) => {
    expect(() => read({ [name]: value })).toThrow(UsageError);
    expect(() => read({ [name]: value })).toThrow(name);
  });
});
