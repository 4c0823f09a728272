import { environmentSchema, platformSchema } from '@garance/core';
import { describe, expect, it } from 'vitest';
import { cookieName, cookieOptions } from './cookies.ts';

describe('the name of a cookie', () => {
  it('differs between the four hubs, since ports do not isolate cookies', () => {
    const names = platformSchema.options.flatMap((platform) =>
      environmentSchema.options.map((environment) =>
        cookieName({ platform, environment, purpose: 'transaction', secure: false }),
      ),
    );
    expect(new Set(names).size).toBe(4);
    expect(names[0]).toBe('garance-standard-integration-transaction');
  });

  it('is bound to its host with https', () => {
    const name = cookieName({
      platform: 'plus',
      environment: 'production',
      purpose: 'transaction',
      secure: true,
    });
    expect(name).toBe('__Host-garance-plus-production-transaction');
  });

  it('can be made without a hub', () => {
    expect(cookieName({ purpose: 'session', secure: false })).toBe('garance-session');
  });
});

describe('the options of a cookie', () => {
  it('hide it from scripts, other sites and, with https, plain http', () => {
    expect(cookieOptions(true)).toEqual({ path: '/', httpOnly: true, sameSite: 'lax', secure: true });
  });
});
