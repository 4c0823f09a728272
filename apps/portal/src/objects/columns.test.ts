import { expect, expectTypeOf, it } from 'vitest';
import { readColumns, writeColumns } from './columns.ts';

const row = {
  id: 'a',
  service_id: 's',
  secret_sha256: 'ff',
  at_ms: '1234',
  ended_at_ms: null as string | number | null,
  reason: null as string | null,
  left_out: 'a s',
};

it('a row is read under the names of the code, without its NULL columns', () => {
  const read = readColumns(row, 'left_out');
  expect(read).toEqual({ id: 'a', serviceId: 's', secretSha256: 'ff', atMs: 1234 });
  expectTypeOf(read.atMs).toEqualTypeOf<number>();
  expectTypeOf(read.endedAtMs).toEqualTypeOf<number | undefined>();
  expectTypeOf(read.reason).toEqualTypeOf<string | undefined>();
  // @ts-expect-error a column that was left out
  expect(read.leftOut).toBeUndefined();
});

it('sealed columns, hashes of secrets and search words are left out, whatever the caller asks for', () => {
  const read = readColumns({ id: 'a', sealed_email: 'x', sealed_: 'y', secret_hash: 'z', search_text: 'w' });
  expect(read).toEqual({ id: 'a' });
  // @ts-expect-error a sealed column has no property
  expect(read.sealedEmail).toBeUndefined();
});

it('0, false and an empty text are values', () => {
  expect(readColumns({ at_ms: 0, frozen: false, text: '' })).toEqual({ atMs: 0, frozen: false, text: '' });
});

it('an object is written under the names of the columns, and read back the same', () => {
  const object = { id: 'a', serviceId: 's', secretSha256: 'ff', endedAtMs: 5 };
  const written = writeColumns(object);
  expect(written).toEqual({ id: 'a', service_id: 's', secret_sha256: 'ff', ended_at_ms: 5 });
  expectTypeOf(written.ended_at_ms).toEqualTypeOf<number>();
  expect(readColumns(written)).toEqual(object);
});
