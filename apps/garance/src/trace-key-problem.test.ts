import { expect, it } from 'vitest';
import { keyProblemEntry } from './trace-key-problem.ts';

const around = { hub: { platform: 'standard', environment: 'integration' }, atMs: 1 } as const;
const problem = { clientId: 'client' };

it.each([
  'network',
  'timeout',
  'blocked-address',
  'blocked-port',
  'redirect',
  'too-large',
  'status 403',
  undefined,
])('attack 11: a service is told that its keys are unreachable, and not that it was %s', (detail) => {
  const entry = keyProblemEntry(
    { ...problem, reason: 'unreachable', ...(detail !== undefined && { detail }) },
    around,
  );
  expect(entry).toMatchObject({ outcome: 'client_keys.unreachable', detail: 'unreachable' });
});

it('the entry states the problem of keys that were read', () => {
  const entry = keyProblemEntry({ ...problem, reason: 'private-key-published' }, around);
  expect(entry).toMatchObject({ outcome: 'client_keys.no_encryption_key', detail: 'private-key-published' });
});
