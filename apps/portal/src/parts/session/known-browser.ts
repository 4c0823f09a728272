/**
 * Browsers in which an account has signed in completely. Their attempts are counted apart from those of unknown
 * browsers, so that attempts from unknown browsers never lock the owner of an account out (security.md 27). The cookie
 * proves nothing else: it opens no session.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { cookieName, cookieOptions } from '@garance/web/server';
import type { PortalDeps } from '../../deps.ts';
import { dayMs } from '../../objects/time/day.ts';
import type { RequestContext } from '../request-context.ts';

const secretName = 'known-browser';
const lifetimeMs = 180 * dayMs;
/** Accounts that one browser remembers. */
const maxAccounts = 4;
const entryPattern = /^([\w-]{22})\.([\w-]{22})\.(\d{1,15})\.([\w-]{43})$/;

type Deps = Pick<PortalDeps, 'store' | 'clock' | 'config'>;

export interface KnownBrowser {
  /** Names the account; keyed, so that the address cannot be computed from the cookie. */
  readonly account: string;
  /** Random, of this browser and account. */
  readonly id: string;
}

interface Entry extends KnownBrowser {
  readonly issuedAtMs: number;
}

const cookieOf = ({ config }: Deps): string =>
  cookieName({ purpose: 'portal-known', secure: config.origin.startsWith('https:') });

function loadKey({ store }: Deps): Promise<Uint8Array> {
  return store.secrets.getOrCreate(secretName, () => randomBytes(32));
}

function accountTag(key: Uint8Array, email: string): string {
  const tag = createHmac('sha256', key).update(`garance known account\0${email.toLowerCase()}`);
  return tag.digest('base64url').slice(0, 22);
}

function proofOf(key: Uint8Array, { account, id, issuedAtMs }: Entry): string {
  return createHmac('sha256', key)
    .update(`garance known browser\0${account}\0${id}\0${issuedAtMs}`)
    .digest('base64url');
}

/** Tokens of the cookie issued by this platform, newest first. */
async function readEntries(deps: Deps, visit: RequestContext): Promise<readonly Entry[]> {
  const cookie = visit.request.cookies[cookieOf(deps)];
  if (cookie === undefined || cookie.length > 1000) return [];
  const key = await loadKey(deps);
  const oldestMs = deps.clock.now() - lifetimeMs;
  return cookie.split('~').flatMap((text) => {
    const [, account = '', id = '', issuedAt, proof = ''] = entryPattern.exec(text) ?? [];
    const entry = { account, id, issuedAtMs: Number(issuedAt) };
    const isOurs =
      issuedAt !== undefined && timingSafeEqual(Buffer.from(proof), Buffer.from(proofOf(key, entry)));
    return isOurs && entry.issuedAtMs > oldestMs ? [entry] : [];
  });
}

/**
 * This browser, when the account has signed in completely in it.
 * @param email of the account; any account when absent
 */
export async function findKnownBrowser(
  deps: Deps,
  visit: RequestContext,
  email: string | undefined,
): Promise<KnownBrowser | undefined> {
  const entries = await readEntries(deps, visit);
  if (entries.length === 0 || email === undefined) return entries[0];
  const account = accountTag(await loadKey(deps), email);
  return entries.find((entry) => entry.account === account);
}

/** To be called after a complete sign-in: the browser keeps its id for this account. */
export async function rememberBrowser(deps: Deps, visit: RequestContext, email: string): Promise<void> {
  const key = await loadKey(deps);
  const account = accountTag(key, email);
  const entries = await readEntries(deps, visit);
  const id = entries.find((entry) => entry.account === account)?.id ?? randomBytes(16).toString('base64url');
  const mine: Entry = { account, id, issuedAtMs: deps.clock.now() };
  const others = entries.filter((entry) => entry.account !== account);
  const value = [mine, ...others]
    .slice(0, maxAccounts)
    .map((entry) => [entry.account, entry.id, entry.issuedAtMs, proofOf(key, entry)].join('.'))
    .join('~');
  const secure = deps.config.origin.startsWith('https:');
  visit.reply.setCookie(cookieOf(deps), value, { ...cookieOptions(secure), maxAge: lifetimeMs / 1000 });
}
