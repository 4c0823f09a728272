/**
 * Record of a login, by which it can be ended: client, subject, provider and the provider's id_token, sealed, for the
 * service's session length. Found by the hash of the signed id_token, which the service sends back as hint.
 */
import type { Registration } from '@garance/core';
import type { HubDeps } from './deps.ts';
import type { Grant } from './grant.ts';
import { sha256 } from './ids.ts';

export interface LogoutRecord {
  readonly clientId: string;
  readonly sub: string;
  readonly providerId: string;
  readonly providerIdToken: string;
}

interface FinishedLogin {
  readonly registration: Registration;
  readonly grant: Grant;
  readonly signedIdToken: string;
}

type Stores = Pick<HubDeps, 'inflight' | 'vault'>;

export async function rememberLogin(deps: Stores, login: FinishedLogin): Promise<void> {
  const { registration, grant, signedIdToken } = login;
  const record: LogoutRecord = {
    clientId: grant.clientId,
    sub: grant.sub,
    providerId: grant.providerId,
    providerIdToken: grant.providerIdToken,
  };
  const id = sha256(signedIdToken);
  await deps.inflight.putLogoutRecord(id, {
    value: deps.vault.seal('logout-record', JSON.stringify(record), id),
    ttlSeconds: registration.sessionLengthSeconds,
  });
}

/** Takes the record: of two concurrent logouts with one hint, one continues to the provider. */
export async function takeLogin(deps: Stores, idTokenHint: string): Promise<LogoutRecord | undefined> {
  const id = sha256(idTokenHint);
  const sealed = await deps.inflight.takeLogoutRecord(id);
  return sealed === undefined
    ? undefined
    : (JSON.parse(deps.vault.open('logout-record', sealed, id)) as LogoutRecord);
}
