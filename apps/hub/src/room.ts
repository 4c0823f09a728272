/**
 * Shares of the in-flight store by caller. Callers that are not authenticated share it by address and network,
 * authenticated clients by client: a client_id is public, so unauthenticated requests that name it never count against
 * the client (security.md, attack 25).
 */
import { type ErrorCode, GaranceError } from '@garance/core';
import type { StoreShare } from '@garance/store';
import { callerKey, callerSite } from '@garance/web/server';
import type { HubConfig } from './hub-config.ts';

/** @param address of the caller, as given by trusted proxies */
export function sharesOfCaller(config: HubConfig, address: string): readonly StoreShare[] {
  const network = callerSite(address);
  return [
    { owner: `address ${callerKey(address)}`, fraction: config.inflightSharePerAddress },
    ...(network === undefined
      ? []
      : [{ owner: `network ${network}`, fraction: config.inflightSharePerNetwork }]),
  ];
}

/** @param clientId of an authenticated client */
export function sharesOfClient(config: HubConfig, clientId: string): readonly StoreShare[] {
  return [{ owner: `client ${clientId}`, fraction: config.inflightSharePerClient }];
}

const lackOfRoom: readonly ErrorCode[] = ['store.share_used_up', 'store.inflight_full'];

/** Reason why the entry was not stored; undefined once it is. */
export async function findLackOfRoom(put: Promise<void>): Promise<ErrorCode | undefined> {
  try {
    await put;
    return undefined;
  } catch (error) {
    if (error instanceof GaranceError && lackOfRoom.includes(error.code)) return error.code;
    throw error;
  }
}
