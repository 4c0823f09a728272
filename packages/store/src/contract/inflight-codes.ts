import { describe, expect, it } from 'vitest';
import { type InflightBench, race } from './inflight-bench.ts';

export function describeCodesAndTokens(bench: InflightBench): void {
  describeCodes(bench);
  describeAccessTokens(bench);
}

function describeCodes({ store, clock, id }: InflightBench): void {
  describe('an authorization code', () => {
    const entry = { grantId: 'g', value: 'v', ttlSeconds: 30, tombstoneSeconds: 90 };
    it('is redeemed by one of fifty concurrent calls; the others get the grant that they replayed', async () => {
      const code = id('code');
      await store().putCode(code, entry);
      const outcomes = await race(() => store().takeCode(code));
      expect(outcomes.filter((outcome) => outcome.kind === 'taken')).toEqual([
        { kind: 'taken', grantId: 'g', value: 'v' },
      ]);
      expect(outcomes.filter((outcome) => outcome.kind === 'replayed')).toHaveLength(49);
      expect(outcomes).toContainEqual({ kind: 'replayed', grantId: 'g' });
    });
    it('leaves a tombstone for the given time, counted from its redemption', async () => {
      const code = id('code');
      await store().putCode(code, entry);
      clock.advance(29_000);
      await store().takeCode(code);
      clock.advance(89_999);
      expect((await store().takeCode(code)).kind).toBe('replayed');
      clock.advance(1);
      expect((await store().takeCode(code)).kind).toBe('unknown');
    });
    it('tells whether it waits, was redeemed or is unknown, without changing', async () => {
      const code = id('code');
      expect(await store().codeState(code)).toBe('unknown');
      await store().putCode(code, entry);
      expect(await store().codeState(code)).toBe('pending');
      expect((await store().takeCode(code)).kind).toBe('taken');
      expect(await store().codeState(code)).toBe('redeemed');
      clock.advance(90_000);
      expect(await store().codeState(code)).toBe('unknown');
      const late = id('code');
      await store().putCode(late, entry);
      clock.advance(30_000);
      expect(await store().codeState(late)).toBe('unknown');
    });
    it('is unknown once it has expired unredeemed', async () => {
      const [early, late] = [id('code'), id('code')];
      await store().putCode(early, entry);
      await store().putCode(late, entry);
      clock.advance(29_999);
      expect((await store().takeCode(early)).kind).toBe('taken');
      clock.advance(1);
      expect((await store().takeCode(late)).kind).toBe('unknown');
    });
    it('is found under its exact spelling only', async () => {
      const code = id('Code');
      await store().putCode(code, entry);
      for (const other of [code.slice(0, -1), `${code}0`, code.toLowerCase(), ` ${code}`, '']) {
        expect((await store().takeCode(other)).kind, JSON.stringify(other)).toBe('unknown');
      }
      expect((await store().takeCode(code)).kind).toBe('taken');
    });
  });
}

function describeAccessTokens({ store, clock, id }: InflightBench): void {
  describe('an access token', () => {
    it('is readable until it expires', async () => {
      const [token, grantId] = [id('token'), id('grant')];
      expect(await store().putAccessToken(token, { grantId, value: 'v', ttlSeconds: 60 })).toBe(true);
      clock.advance(59_999);
      expect(await store().getAccessToken(token)).toEqual({ grantId, value: 'v' });
      clock.advance(1);
      expect(await store().getAccessToken(token)).toBeUndefined();
    });
    it('is invalid as soon as its grant is revoked; other grants are not affected', async () => {
      const [token, other, grantId] = [id('token'), id('token'), id('grant')];
      await store().putAccessToken(token, { grantId, value: 'v', ttlSeconds: 60 });
      await store().putAccessToken(other, { grantId: id('grant'), value: 'w', ttlSeconds: 60 });
      await store().revokeGrant(grantId, 90);
      expect(await store().getAccessToken(token)).toBeUndefined();
      expect((await store().getAccessToken(other))?.value).toBe('w');
    });
    it('is not written for a grant that was revoked meanwhile', async () => {
      const [token, grantId] = [id('token'), id('grant')];
      await store().revokeGrant(grantId, 90);
      expect(await store().putAccessToken(token, { grantId, value: 'v', ttlSeconds: 60 })).toBe(false);
      expect(await store().getAccessToken(token)).toBeUndefined();
    });
    it('never outlives a revocation that is concurrent with its writing', async () => {
      const grantId = id('grant');
      const tokens = Array.from({ length: 50 }, () => id('token'));
      await Promise.all([
        ...tokens.slice(0, 25).map((t) => store().putAccessToken(t, { grantId, value: 'v', ttlSeconds: 60 })),
        store().revokeGrant(grantId, 90),
        ...tokens.slice(25).map((t) => store().putAccessToken(t, { grantId, value: 'v', ttlSeconds: 60 })),
      ]);
      const found = await Promise.all(tokens.map((t) => store().getAccessToken(t)));
      expect(found.every((value) => value === undefined)).toBe(true);
    });
    it('of a grant stays revoked until the mark expires', async () => {
      const grantId = id('grant');
      await store().revokeGrant(grantId, 90);
      clock.advance(89_999);
      expect(await store().putAccessToken(id('token'), { grantId, value: 'v', ttlSeconds: 60 })).toBe(false);
    });
  });
}
