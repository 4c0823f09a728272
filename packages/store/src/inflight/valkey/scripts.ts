/**
 * The atomic operations of the in-flight store, run by the server. Each uses keys of one hash slot only, so that they
 * work on a cluster. An entry is a hash: `v` value, `n` number, `g` grant, `e` expiry in milliseconds by the writer's
 * clock, `o` owners (JSON). The server deletes it at the latest when its lifetime has passed by the server's clock.
 */
import { createHash } from 'node:crypto';

export interface Script {
  readonly source: string;
  /** SHA-1 that identifies the script once it is loaded. */
  readonly sha: string;
}

/** Allowed when the server's memory is used up: writes that end a login or revoke a grant must not be refused. */
const evenWhenFull = '#!lua flags=allow-oom';
const whenThereIsRoom = '#!lua';

const live = `
local now = tonumber(ARGV[1])
local function live(key)
  local ends = redis.call('HGET', key, 'e')
  return ends and tonumber(ends) > now
end`;

const put = `
local function put(key, ttlMs, value, number, grant, owners)
  redis.call('DEL', key)
  redis.call('HSET', key, 'v', value, 'n', number, 'g', grant, 'o', owners, 'e', now + tonumber(ttlMs))
  redis.call('PEXPIRE', key, ttlMs)
end`;

/**
 * A share's ledger: entries and characters by the time slot in which they expire. ARGV: current slot, slot, length,
 * most entries, most characters, lifeMs of the ledger. Returns whether the entry fits, and counts it then. An owner
 * without entries may always begin.
 */
const reserve = `
local entries, characters = 0, 0
local all = redis.call('HGETALL', KEYS[1])
for i = 1, #all, 2 do
  local kind, slot = string.match(all[i], '^(%a):(%d+)$')
  if tonumber(slot) <= tonumber(ARGV[1]) then redis.call('HDEL', KEYS[1], all[i])
  elseif kind == 'n' then entries = entries + tonumber(all[i + 1])
  else characters = characters + tonumber(all[i + 1]) end
end
local fits = entries + 1 <= tonumber(ARGV[4]) and characters + tonumber(ARGV[3]) <= tonumber(ARGV[5])
if entries > 0 and not fits then return 0 end
redis.call('HINCRBY', KEYS[1], 'n:' .. ARGV[2], 1)
redis.call('HINCRBY', KEYS[1], 'c:' .. ARGV[2], ARGV[3])
redis.call('PEXPIRE', KEYS[1], math.max(tonumber(ARGV[6]), redis.call('PTTL', KEYS[1])))
return 1`;

function script(flags: string, ...parts: readonly string[]): Script {
  const source = [flags, ...parts].join('\n');
  return { source, sha: createHash('sha1').update(source).digest('hex') };
}

export const scripts = {
  /** ARGV: now, ttlMs, value, number, grant, owners. */
  put: script(whenThereIsRoom, live, put, 'put(KEYS[1], unpack(ARGV, 2)) return 1'),
  /** The same for marks of revocation, which must not be refused. */
  mark: script(evenWhenFull, live, put, 'put(KEYS[1], unpack(ARGV, 2)) return 1'),
  /** ARGV: now, expected number, value, ttlMs or ''. Returns whether the entry had that number. */
  replace: script(
    evenWhenFull,
    live,
    `
if not live(KEYS[1]) or redis.call('HGET', KEYS[1], 'n') ~= ARGV[2] then return 0 end
redis.call('HSET', KEYS[1], 'v', ARGV[3], 'n', ARGV[2] + 1)
if ARGV[4] ~= '' then
  local ends = math.min(tonumber(redis.call('HGET', KEYS[1], 'e')), now + tonumber(ARGV[4]))
  redis.call('HSET', KEYS[1], 'e', ends)
  redis.call('PEXPIRE', KEYS[1], math.min(redis.call('PTTL', KEYS[1]), tonumber(ARGV[4])))
end
return 1`,
  ),
  /** ARGV: now, expected number or ''. Removes; returns [value, grant, end, owners], or nothing. */
  take: script(
    evenWhenFull,
    live,
    `
if not live(KEYS[1]) then return nil end
if ARGV[2] ~= '' and redis.call('HGET', KEYS[1], 'n') ~= ARGV[2] then return nil end
local found = redis.call('HMGET', KEYS[1], 'v', 'g', 'e', 'o')
redis.call('DEL', KEYS[1])
return found`,
  ),
  /** KEYS: code, tombstone. ARGV: now. `n` of a code is its tombstone's lifetime in milliseconds. */
  takeCode: script(
    evenWhenFull,
    live,
    put,
    `
if live(KEYS[1]) then
  local found = redis.call('HMGET', KEYS[1], 'v', 'g', 'n')
  redis.call('DEL', KEYS[1])
  put(KEYS[2], found[3], '', 1, found[2], '')
  return { 'taken', found[2], found[1] }
end
if live(KEYS[2]) then return { 'replayed', redis.call('HGET', KEYS[2], 'g') } end
return { 'unknown' }`,
  ),
  /** ARGV: now, ttlMs. Returns 1 for the first use. */
  takeOnce: script(
    whenThereIsRoom,
    live,
    put,
    `
if live(KEYS[1]) then return 0 end
put(KEYS[1], ARGV[2], '', 1, '', '')
return 1`,
  ),
  /** ARGV: value, lifeMs. Writes the value unless there is one; returns the stored one. */
  begin: script(
    whenThereIsRoom,
    `
if redis.call('HSETNX', KEYS[1], 'v', ARGV[1]) == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
return redis.call('HGET', KEYS[1], 'v')`,
  ),
  /** ARGV: now, windowMs. Returns [count, end]. */
  hit: script(
    whenThereIsRoom,
    live,
    put,
    `
if live(KEYS[1]) then redis.call('HINCRBY', KEYS[1], 'n', 1) else put(KEYS[1], ARGV[2], '', 1, '', '') end
return redis.call('HMGET', KEYS[1], 'n', 'e')`,
  ),
  /** ARGV: now, ttlMs, value, owners. Succeeds once, while `n` is 1; returns the former owners, or nothing. */
  claim: script(
    evenWhenFull,
    live,
    put,
    `
if not live(KEYS[1]) or redis.call('HGET', KEYS[1], 'n') ~= '1' then return nil end
local owners = redis.call('HGET', KEYS[1], 'o')
put(KEYS[1], ARGV[2], ARGV[3], 2, '', ARGV[4])
return owners`,
  ),
  reserve: script(whenThereIsRoom, reserve),
  /** The same for an entry whose space is reserved already. */
  count: script(evenWhenFull, reserve),
  /** ARGV: slot, length. Counts one entry less, if it is still counted. */
  release: script(
    evenWhenFull,
    `
local entries = redis.call('HGET', KEYS[1], 'n:' .. ARGV[1])
if not entries then return 0 end
if tonumber(entries) <= 1 then return redis.call('HDEL', KEYS[1], 'n:' .. ARGV[1], 'c:' .. ARGV[1]) end
redis.call('HINCRBY', KEYS[1], 'n:' .. ARGV[1], -1)
return redis.call('HINCRBY', KEYS[1], 'c:' .. ARGV[1], -ARGV[2])`,
  ),
} as const satisfies Readonly<Record<string, Script>>;
