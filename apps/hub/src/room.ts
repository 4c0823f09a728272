/**
 * The room that a caller has in the in-flight store. Strangers share it by address and network, clients that have proven
 * themselves by client: a client_id is public, so what strangers do in its name is never counted against the client
 * (security.md, attack 25).
 */
import { type ErrorCode, GaranceError } from '@garance/core';
import type { StoreShare } from '@garance/store';
import { callerKey, callerSite } from '@garance/web/server';
import type { HubConfig } from './hub-config.ts';

/** @param address of the caller, as trusted proxies say it */
export function sharesOfCaller(config: HubConfig, address: string): readonly StoreShare[] {
  const network = callerSite(address);
  return [
    { owner: `address ${callerKey(address)}`, fraction: config.inflightSharePerAddress },
    ...(network === undefined
      ? []
      : [{ owner: `network ${network}`, fraction: config.inflightSharePerNetwork }]),
  ];
}

/** @param clientId of a client that has authenticated */
export function sharesOfClient(config: HubConfig, clientId: string): readonly StoreShare[] {
  return [{ owner: `client ${clientId}`, fraction: config.inflightSharePerClient }];
}

const lackOfRoom: readonly ErrorCode[] = ['store.share_used_up', 'store.inflight_full'];

/** Why the entry found no room; undefined once it is stored. */
export async function findLackOfRoom(put: Promise<void>): Promise<ErrorCode | undefined> {
  try {
    await put;
    return undefined;
  } catch (error) {
    if (error instanceof GaranceError && lackOfRoom.includes(error.code)) return error.code;
    throw error;
  }
}
