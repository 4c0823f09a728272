/**
 * Leads from an address that a login has left to its current one. The identifier changes when the provider has
 * answered, so that an attacker who started a login in this browser never reaches the person who signed in (session
 * fixation). Only this browser receives the new identifier, in a cookie set with that answer.
 */
import type { Vault } from '@garance/store';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { CookieJar } from './browser.ts';
import { isId } from './ids.ts';

interface Successor {
  /** The former identifier, and the `state` of the provider's answer. */
  readonly from: readonly string[];
  readonly to: string;
}

const purpose = 'successor';

export function rememberSuccessor(
  { jar, vault }: { readonly jar: CookieJar; readonly vault: Vault },
  reply: FastifyReply,
  successor: Successor,
): void {
  jar.write(reply, 'successor', { value: vault.seal(purpose, JSON.stringify(successor)) });
}

/** The identifier that followed `id`, a former identifier or an upstream state, in this browser. */
export function findSuccessor(
  { jar, vault }: { readonly jar: CookieJar; readonly vault: Vault },
  request: FastifyRequest,
  id: string | undefined,
): string | undefined {
  const sealed = jar.read(request, 'successor');
  if (sealed === undefined || !isId(id)) return undefined;
  try {
    const { from, to } = JSON.parse(vault.open(purpose, sealed)) as Successor;
    return from.includes(id) ? to : undefined;
  } catch {
    return undefined;
  }
}
