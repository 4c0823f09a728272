/**
 * Which persons have signed in on this device before: a sign-in from a device that is new for the person is mailed to
 * them, others are not (docs/decisions/0013). Stored only in a sealed cookie of the device, which discloses no name and
 * which only this hub can write.
 */
import type { Vault } from '@garance/store';
import { z } from 'zod';
import { sha256 } from './ids.ts';

/** Days for which a person is remembered after their last sign-in on the device. */
const rememberedDays = 180;
export const deviceCookieSeconds = rememberedDays * 24 * 3600;
/** Persons of one shared device; beyond that, the one with the oldest sign-in is forgotten. */
const mostPersons = 8;

const purpose = 'device';
const dayMs = 24 * 3600 * 1000;

/** Keyed mark of each person with the day of their last sign-in, latest first. */
const personsSchema = z.array(z.tuple([z.string(), z.number()])).readonly();
type Persons = z.infer<typeof personsSchema>;

interface DeviceDeps {
  readonly vault: Vault;
  readonly nowMs: number;
}

/** @param fingerprint keyed fingerprint of the person */
export function isKnownOnDevice(deps: DeviceDeps, cookie: string | undefined, fingerprint: string): boolean {
  return readPersons(deps, cookie).some(([mark]) => mark === markOf(fingerprint));
}

/** The cookie's new value, with this person as the latest one. */
export function rememberOnDevice(deps: DeviceDeps, cookie: string | undefined, fingerprint: string): string {
  const mark = markOf(fingerprint);
  const others = readPersons(deps, cookie).filter(([other]) => other !== mark);
  const persons: Persons = [[mark, Math.floor(deps.nowMs / dayMs)], ...others.slice(0, mostPersons - 1)];
  return deps.vault.seal(purpose, JSON.stringify(persons));
}

function markOf(fingerprint: string): string {
  return sha256(`garance device ${fingerprint}`).slice(0, 22);
}

/** Characters. Longer values were not written by this program and are not read. */
const longestCookie = 2000;

/** Empty when the cookie was not written by this hub. */
function readPersons({ vault, nowMs }: DeviceDeps, cookie: string | undefined): Persons {
  if (cookie === undefined || cookie.length > longestCookie) return [];
  try {
    const persons = personsSchema.parse(JSON.parse(vault.open(purpose, cookie)));
    return persons.filter(([, day]) => nowMs < (day + rememberedDays + 1) * dayMs);
  } catch {
    return [];
  }
}
