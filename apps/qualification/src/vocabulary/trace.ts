/**
 * Where things of a login may lie: what a browser saw, in bounded pieces. The runner holds no secret, so it cannot tell what
 * of it is one: the pieces are compared with the login's secrets on the hub's side, which answers with kinds alone.
 */
import { z } from 'zod';

/** What the hub knows of a login. */
export const knownKinds = [
  'code',
  'access-token',
  'id-token',
  'client-secret',
  'code-verifier',
  /** Attributes of the invented person. */
  'identity',
  'subject',
] as const;
export type KnownKind = (typeof knownKinds)[number];

export const tracePlaces = [
  /** Addresses that the browser asked the service for, the redirect URI apart, where a code belongs. */
  'address',
  /** The address that the browser is left at. */
  'resting-address',
  /** Cookies that scripts can read, and those that they cannot. */
  'cookie',
  'http-only-cookie',
  /** `localStorage` and `sessionStorage`. */
  'storage',
  /** Source of the pages. */
  'page',
  /** Response headers, `Location` and `Set-Cookie` apart. */
  'header',
  /** What another site is asked for: address, body, `Referer`. */
  'third-party',
] as const;
export type TracePlace = (typeof tracePlaces)[number];

const maxName = 200;
/** Of one page: what a person's data stand in is at the beginning, or a page is endless. */
export const maxTraceText = 100_000;
export const mostTraces = 400;

export const traceSchema = z.object({
  place: z.enum(tracePlaces),
  /** Of the cookie, entry or header; path of the address; host of the other site. For a report. */
  name: z.string().max(maxName),
  text: z.string().max(maxTraceText),
});
export const tracesSchema = z.array(traceSchema).max(mostTraces);
export type Trace = Readonly<z.infer<typeof traceSchema>>;

export function traceOf(place: TracePlace, name: string, text: string): Trace {
  return { place, name: name.slice(0, maxName), text: text.slice(0, maxTraceText) };
}

/** Something known of the login lies in this trace. */
export interface Sighting {
  /** Place in the list that was searched. */
  readonly trace: number;
  readonly kind: KnownKind;
}
