import { expect, test } from 'vitest';
import { threadLifecycle } from '../thread/lifecycle.ts';
import { createRowReader } from './row-reader.ts';

function aReader() {
  const logged: object[] = [];
  const logger = { warn: () => {}, error: (fields: object) => void logged.push(fields) };
  const reader = createRowReader(threadLifecycle, logger, ({ id }: { id: string; state: string }) => id);
  return { logged, reader };
}

test('a row of a list whose state the lifecycle lacks is left out and logged; the others are read', () => {
  const { logged, reader } = aReader();
  const broken = ['nowhere', '', 'Open', 'toString', '__proto__'].map((state, n) => ({ id: `b${n}`, state }));
  const rows = [{ id: 'a', state: 'open' }, ...broken, { id: 'z', state: 'closed' }];
  expect(reader.all(rows)).toEqual(['a', 'z']);
  expect(logged).toEqual(broken.map(({ id, state }) => ({ object: 'thread', id, state })));
});

test('a single row whose state the lifecycle lacks is an error that names it', () => {
  const { reader } = aReader();
  expect(reader.single(undefined)).toBeUndefined();
  expect(reader.single({ id: 'a', state: 'open' })).toBe('a');
  expect(() => reader.single({ id: 'b', state: 'nowhere' })).toThrow('thread b has no state nowhere');
});
