import { durableContract } from '../contract/durable-contract.ts';
import { createVault } from '../vault.ts';
import { openDurableStore } from './open-durable-store.ts';

const vault = createVault(new Uint8Array(32).fill(1));

durableContract('PGlite in memory', (clock) => openDurableStore({ url: 'pglite::memory:', vault, clock }));
