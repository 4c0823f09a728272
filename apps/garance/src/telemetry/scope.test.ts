import { createManualClock } from '@garance/core';
import { describe, expect, it } from 'vitest';
import { resultOfError } from './logins.ts';
import { resultOf } from './requests.ts';
import { createScope, type Result } from './scope.ts';

function setUp() {
  const clock = createManualClock(0);
  return { clock, scope: createScope(() => clock.now(), undefined) };
}

describe('the waits of a request', () => {
  it('add up', () => {
    const { clock, scope } = setUp();
    const first = scope.beginWait();
    clock.advance(100);
    first();
    clock.advance(50);
    const second = scope.beginWait();
    clock.advance(30);
    second();
    expect(scope.waitedMs()).toBe(130);
  });

  it('count once where they overlap', () => {
    const { clock, scope } = setUp();
    const first = scope.beginWait();
    clock.advance(100);
    const second = scope.beginWait();
    clock.advance(10);
    first();
    clock.advance(40);
    second();
    clock.advance(1_000);
    expect(scope.waitedMs()).toBe(150);
  });

  it('end with the request when it ends before them', () => {
    const { clock, scope } = setUp();
    scope.beginWait();
    clock.advance(70);
    expect(scope.waitedMs()).toBe(70);
  });
});

describe('the result of a request', () => {
  it('is the worst that its steps reported', () => {
    const { scope } = setUp();
    expect(scope.result()).toBeUndefined();
    const reported: readonly Result[] = ['ok', 'upstream', 'refused', 'ok'];
    for (const result of reported) scope.judge(result);
    expect(scope.result()).toBe('upstream');
    scope.judge('failed');
    expect(scope.result()).toBe('failed');
  });

  it.each<readonly [number, Result | undefined, Result]>([
    [200, undefined, 'ok'],
    [303, undefined, 'ok'],
    [400, undefined, 'refused'],
    [404, undefined, 'refused'],
    [500, undefined, 'failed'],
    [503, undefined, 'failed'],
    [200, 'ok', 'ok'],
    // It failed after its step had ended well.
    [500, 'ok', 'failed'],
    // Sent to the service by a redirect.
    [303, 'failed', 'failed'],
    // An unreachable identity provider: a page of status 503, caused by an external system.
    [503, 'upstream', 'upstream'],
    [401, 'refused', 'refused'],
  ])('with status %i and %s reported is %s', (status, reported, expected) => {
    expect(resultOf(status, reported)).toBe(expected);
  });

  it.each([
    ['client_auth.wrong_secret', 'refused'],
    ['store.share_used_up', 'refused'],
    ['provider.cancelled', 'refused'],
    ['register.not_found', 'refused'],
    ['provider.unavailable', 'upstream'],
    ['provider.signature', 'upstream'],
    ['register.unavailable', 'upstream'],
    ['identity.missing_attribute', 'upstream'],
    ['client_keys.unreachable', 'upstream'],
    ['token.no_encryption_key', 'upstream'],
    ['rehearsal.unreachable', 'upstream'],
    ['store.unavailable', 'failed'],
    ['store.inflight_full', 'failed'],
    ['interaction.not_recorded', 'failed'],
    ['identity.subject_unconfigured', 'failed'],
    ['register.required', 'failed'],
    ['general.unexpected', 'failed'],
  ] as const)('of %s is %s', (error, expected) => {
    expect(resultOfError(error)).toBe(expected);
  });
});
