/** Slots of a cluster that move from one primary to another, with what is in them. */
import type { ValkeyServer } from '@garance/store/testing';

/** A range that lasts some seconds, and in which a login writes now and then. */
const mostSlots = 60;
const keysAtOnce = '100';

export async function moveSlots(
  nodes: readonly ValkeyServer[],
  from: ValkeyServer,
  to: ValkeyServer,
): Promise<void> {
  const [fromId, toId] = [await from.command('CLUSTER', 'MYID'), await to.command('CLUSTER', 'MYID')];
  const slots = await slotsOf(from, fromId);
  for (const slot of slots.slice(0, mostSlots)) {
    await to.command('CLUSTER', 'SETSLOT', slot, 'IMPORTING', fromId);
    await from.command('CLUSTER', 'SETSLOT', slot, 'MIGRATING', toId);
    for (;;) {
      const keys = (await from.command('CLUSTER', 'GETKEYSINSLOT', slot, keysAtOnce))
        .split(',')
        .filter(Boolean);
      if (keys.length === 0) break;
      await from.command('MIGRATE', to.host, String(to.port), '', '0', '5000', 'KEYS', ...keys);
    }
    for (const server of [to, from]) await server.command('CLUSTER', 'SETSLOT', slot, 'NODE', toId);
  }
  for (const server of nodes) await server.command('PING');
}

async function slotsOf(server: ValkeyServer, id: string): Promise<readonly string[]> {
  const lines = (await server.command('CLUSTER', 'NODES')).split('\n');
  const ranges =
    lines
      .find((line) => line.startsWith(id))
      ?.split(' ')
      .slice(8) ?? [];
  return ranges.flatMap((range) => {
    const [first = 0, last = first] = range.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, index) => String(first + index));
  });
}
