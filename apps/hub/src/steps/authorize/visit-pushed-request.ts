/**
 * A browser arrives with the `request_uri` of a pushed request. Its first visit binds the request to that browser and
 * one login, which a reload or the back button finds again until the person has authenticated (RFC 9126 §7.3).
 */
import { pushedRequestUriPrefix, type RawParams, single } from '@garance/oidc';
import type { StoreShare } from '@garance/store';
import type { HubDeps } from '../../deps.ts';
import { sha256 } from '../../ids.ts';
import { loadInteraction } from '../../interaction.ts';
import type { StoredRequest } from '../../stored-request.ts';
import type { LoadedTransaction } from '../../transaction.ts';

export type Pushed =
  | { readonly kind: 'new'; readonly request: StoredRequest }
  /** Bound to this browser, and its login still waits for a person. */
  | { readonly kind: 'visited'; readonly login: LoadedTransaction }
  /** Unknown, ended, or bound to another client or browser, or the person has authenticated. */
  | { readonly kind: 'spent' };

/** Replaces the stored pushed request at its first visit. */
interface Visited {
  readonly clientId: string;
  readonly browserHash: string;
  readonly transactionId: string;
}

interface PushedVisit {
  readonly params: RawParams;
  readonly browserSecret: string;
  /** Shares of the in-flight store for the visitor's logins. */
  readonly shares: readonly StoreShare[];
}

type PushedDeps = Pick<HubDeps, 'config' | 'inflight' | 'vault' | 'registry'>;

const spent: Pushed = { kind: 'spent' };

/** Undefined when the request does not name a pushed one. */
export async function readPushed(deps: PushedDeps, visit: PushedVisit): Promise<Pushed | undefined> {
  const uri = pushedUri(visit.params);
  if (uri === undefined) return undefined;
  const found = await deps.inflight.getPushedRequest(uri);
  if (found === undefined) return spent;
  if (found.claimed) return findLogin(deps, visit, { uri, sealed: found.value });
  const request = JSON.parse(deps.vault.open('pushed-request', found.value, uri)) as StoredRequest;
  return request.clientId === single(visit.params, 'client_id') ? { kind: 'new', request } : spent;
}

/**
 * Binds the request to this browser and login. If a concurrent visit was first, this login ends and that one continues.
 */
export async function claimPushed(
  deps: PushedDeps,
  visit: PushedVisit,
  login: LoadedTransaction,
): Promise<Pushed> {
  const uri = pushedUri(visit.params) ?? '';
  const visited: Visited = {
    clientId: login.transaction.request.clientId,
    browserHash: sha256(visit.browserSecret),
    transactionId: login.id,
  };
  const claimed = await deps.inflight.claimPushedRequest(uri, {
    value: deps.vault.seal('visited-request', JSON.stringify(visited), uri),
    ttlSeconds: deps.config.transactionTtlSeconds,
    shares: visit.shares,
  });
  if (claimed) return { kind: 'visited', login };
  await deps.inflight.takeTransaction(login.id, login.version);
  const first = await deps.inflight.getPushedRequest(uri);
  return first?.claimed === true ? findLogin(deps, visit, { uri, sealed: first.value }) : spent;
}

function pushedUri(params: RawParams): string | undefined {
  const uri = single(params, 'request_uri');
  return uri?.startsWith(pushedRequestUriPrefix) === true ? uri : undefined;
}

async function findLogin(
  deps: PushedDeps,
  visit: PushedVisit,
  { uri, sealed }: { readonly uri: string; readonly sealed: string },
): Promise<Pushed> {
  const visited = JSON.parse(deps.vault.open('visited-request', sealed, uri)) as Visited;
  const own =
    visited.clientId === single(visit.params, 'client_id') &&
    visited.browserHash === sha256(visit.browserSecret);
  if (!own) return spent;
  const loaded = await loadInteraction(deps, visited.transactionId, visit.browserSecret);
  if (!loaded.ok) return spent;
  const { id, version, transaction } = loaded.interaction;
  const waits = transaction.state === 'choosing' || transaction.state === 'at-provider';
  return waits ? { kind: 'visited', login: { id, version, transaction } } : spent;
}
