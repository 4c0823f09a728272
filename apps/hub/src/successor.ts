/**
 * The way from an address that a login has left behind to where it is now. The identifier changes when the provider has
 * answered, so that the one who began a login in this browser's name never finds the person who signed in (session
 * fixation). Hence only this browser is told the new one, in a cookie set with that very answer.
 */
import type { Vault } from '@garance/store';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { CookieJar } from './browser.ts';
import { isId } from './ids.ts';

interface Successor {
  /** The identifier before, and the `state` of the provider's answer. */
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
