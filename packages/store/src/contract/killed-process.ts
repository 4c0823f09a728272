// Run by `durable/killed.test.ts` in its own process, which is then killed: opens the embedded database, writes, claims a
// mail, prints its Message-ID, and does not mark the mail as sent.

import { openDurableStore } from '../durable/open-durable-store.ts';
import { createVault } from '../vault.ts';
import { aDraft, aMail, aSignIn } from './durable-fixtures.ts';

const [directory = ''] = process.argv.slice(2);
const nowMs = 1_000_000;
const vault = createVault(new Uint8Array(32).fill(5));
const store = await openDurableStore({ url: `pglite:${directory}`, vault, clock: { now: () => nowMs } });
await store.registrations.publish(aDraft({ id: 'survivor' }));
await store.signIns.append([aSignIn('survivor')]);
await store.outbox.enqueue(aMail('survivor', nowMs + 3_600_000));
const [mail] = await store.outbox.claim(1, 60);
process.stdout.write(`${mail?.messageId}\n`);
setInterval(() => {}, 1_000_000);
