import { createManualClock } from '@garance/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inflightContract } from '../../contract/inflight-contract.ts';
import { connectValkey } from './connection.ts';
import { createValkeyInflightStore } from './valkey.ts';

const url = process.env.TEST_VALKEY_URL;

describe.skipIf(url === undefined)('Valkey (skipped when TEST_VALKEY_URL is not set)', () => {
  const { hostname, port } = new URL(url ?? 'redis://127.0.0.1:1');
  inflightContract('Valkey', async (clock) => {
    const connection = await connectValkey({ kind: 'single', host: hostname, port: Number(port) });
    await connection.run({
      script: { source: "redis.call('FLUSHALL') return 1", sha: '0'.repeat(40) },
      keys: ['x'],
      args: [],
    });
    return createValkeyInflightStore(connection, { clock });
  });
});
