import { fc, test } from '@fast-check/vitest';
import { type ErrorCode, errorCatalogue } from '@garance/core';
import { describe, expect, it } from 'vitest';
import { pushedClientRow } from './authorization/check-pushed-request.ts';
import { profiles } from './authorization/profiles.ts';
import { clientChecks } from './authorization/prove-client.ts';
import { type AsyncCheck, defineCheck, passed, startTable } from './checks.ts';
import { clientAuthErrors } from './client-auth/client-auth-errors.ts';
import { checkRevocationRequest } from './token/check-revocation-request.ts';
import { checkTokenRequest } from './token/check-token-request.ts';
import { findAccessToken } from './token/find-access-token.ts';

describe('a table of checks', () => {
  const errors: readonly ErrorCode[] = ['token.code_missing', 'token.pkce_failed'];
  const check = (name: string, holds: boolean): AsyncCheck<object, object> => ({
    name,
    clause: '-',
    errors,
    run: () => (holds ? { ok: true, adds: { [name]: name } } : { ok: false, error: 'token.pkce_failed' }),
  });

  test.prop([fc.array(fc.boolean(), { maxLength: 8 })])(
    'names the first check that fails, and gives the results of those before it',
    async (verdicts) => {
      let table = startTable<object>();
      verdicts.forEach((holds, index) => {
        table = table.and(check(`c${index}`, holds));
      });
      const judged = await table.run({ start: 1 });
      const failing = verdicts.indexOf(false);
      const before = Object.fromEntries(
        verdicts.slice(0, failing === -1 ? undefined : failing).map((_, index) => [`c${index}`, `c${index}`]),
      );
      if (judged.ok) {
        expect(failing).toBe(-1);
        expect(judged.value).toEqual({ start: 1, ...before });
      } else {
        expect(judged.check).toBe(`c${failing}`);
        expect(judged.known).toEqual({ start: 1, ...before });
      }
    },
  );

  it('does not run a check after one that failed', async () => {
    let ran = 0;
    const counted: AsyncCheck<object, object> = {
      ...check('late', true),
      run: () => ({ ...passed, ran: ran++ }),
    };
    await startTable<object>().and(check('early', false)).and(counted).run({});
    expect(ran).toBe(0);
  });

  it('does not change the table that a check is added to', () => {
    const table = startTable<object>().and(check('one', true));
    table.and(check('two', true));
    expect(table.rows.map(({ name }) => name)).toEqual(['one']);
  });

  it('is refused by the compiler when a check returns an error that its row does not list', () => {
    const row = { name: 'x', clause: '-', errors: ['token.code_missing'] } as const;
    // @ts-expect-error: not one of the row's errors
    defineCheck({ ...row, run: () => ({ ok: false, error: 'token.pkce_failed' }) });
    expect(defineCheck({ ...row, run: () => ({ ok: false, error: 'token.code_missing' }) }).errors).toEqual([
      'token.code_missing',
    ]);
  });

  it('is refused by the compiler when a check needs a result that none before it adds', () => {
    const needy: AsyncCheck<{ readonly grant: string }, object> = { ...check('needy', true) };
    // @ts-expect-error: no earlier check adds a grant
    startTable<{ readonly call: string }>().and(needy);
    expect(needy.name).toBe('needy');
  });
});

describe('the rows of all checks', () => {
  const rows = [
    ...clientChecks,
    pushedClientRow,
    ...Object.values(profiles).flat(),
    checkTokenRequest,
    checkRevocationRequest,
    findAccessToken,
  ];

  it.each(rows.map((row) => [row.name, row] as const))(
    '%s has a clause and errors of the catalogue',
    (_, row) => {
      expect(row.clause).not.toBe('');
      for (const error of row.errors) expect(Object.keys(errorCatalogue)).toContain(error);
    },
  );

  it('of one profile have unique names', () => {
    for (const table of Object.values(profiles)) {
      const names = [...clientChecks, ...table].map(({ name }) => name);
      expect(new Set(names).size).toBe(names.length);
    }
  });

  it('of client authentication list all its errors', () => {
    expect(clientAuthErrors.length).toBeGreaterThan(10);
    expect(clientAuthErrors).toContain('client_auth.wrong_secret');
  });
});
