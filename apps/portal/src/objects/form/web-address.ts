/**
 * Validates a web address entered by a user, under a named policy. The hub compares registered addresses byte for byte,
 * so an address that a browser would write differently is refused (security.md 1; RFC 9700 §2.1).
 */
import type { Environment } from '@garance/core';
import { z } from 'zod';

export type AddressProblem =
  | 'not-a-url'
  | 'not-https'
  | 'localhost'
  | 'fragment'
  | 'wildcard'
  | 'credentials'
  | 'not-exact'
  | 'reserved-parameter'
  | 'not-public';

/** Exceptions to the rule "https, without user name and password". */
export interface AddressPolicy {
  /** Plain http: on this machine, or anywhere. */
  readonly http?: 'loopback' | 'anywhere';
  readonly loopback?: true;
  readonly fragment?: true;
  /** Written otherwise than a browser sends it, with an asterisk, or with parameters of the hub's own answer. */
  readonly inexact?: true;
  /** Hosts without a dot, such as a name of a local network. */
  readonly anyHost?: true;
}

/** A page opened by users: a legal text, a video. */
export const pageAddress: AddressPolicy = { fragment: true, inexact: true };

/** An endpoint that Garance calls. The SSRF guard checks the resolved addresses at each call. */
export function calledAddress({ allowHttp }: { readonly allowHttp: boolean }): AddressPolicy {
  return { loopback: true, inexact: true, anyHost: true, ...(allowHttp && { http: 'anywhere' }) };
}

export interface RegistrationAddresses {
  readonly environment: Environment;
  /** In the embedded start only: http and loopback addresses everywhere, which every page says. */
  readonly relaxedAddresses: boolean;
}

/** An address of a service: redirect URIs, its site, its keys. */
export function registeredAddress(rules: RegistrationAddresses): AddressPolicy {
  const isDevelopment = rules.environment === 'integration' || rules.relaxedAddresses;
  return { anyHost: true, ...(isDevelopment && { loopback: true, http: 'loopback' }) };
}

const loopbackHosts: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);
/** A registered parameter of these names would be mistaken for the hub's own answer. */
const reserved = ['code', 'state', 'iss', 'error', 'error_description', 'id_token', 'access_token'] as const;

export function isLoopback(url: URL): boolean {
  return loopbackHosts.has(url.hostname);
}

/** Undefined when the policy allows the address. */
export function findAddressProblem(text: string, policy: AddressPolicy): AddressProblem | undefined {
  const url = /\s/.test(text) && policy.inexact === true ? null : URL.parse(text);
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) return 'not-a-url';
  if (policy.inexact !== true && (text.includes('*') || /%2a/i.test(text))) return 'wildcard';
  if (policy.fragment !== true && text.includes('#')) return 'fragment';
  if (url.username !== '' || url.password !== '') return 'credentials';
  if (isLoopback(url) && policy.loopback !== true) return 'localhost';
  const allowsHttp = policy.http === 'anywhere' || (policy.http === 'loopback' && isLoopback(url));
  if (url.protocol === 'http:' && !allowsHttp) return 'not-https';
  if (policy.anyHost !== true && !url.hostname.includes('.')) return 'not-public';
  return policy.inexact === true ? undefined : findInexactness(text, url);
}

function findInexactness(text: string, url: URL): AddressProblem | undefined {
  // The address in the form that browsers write; they only add the final slash of a bare host.
  if (url.href !== text && url.href !== `${text}/`) return 'not-exact';
  return reserved.some((name) => url.searchParams.has(name)) ? 'reserved-parameter' : undefined;
}

/** Its issues are `uri-…` of the catalogue, about the address. */
export function addressRule(policy: AddressPolicy): z.ZodType<string, string> {
  return z.string().superRefine((text, context) => {
    const problem = findAddressProblem(text, policy);
    if (problem === undefined) return;
    context.addIssue({ code: 'custom', message: `uri-${problem}`, params: { about: text } });
  });
}

/** Hosts of the addresses, loopback apart: developers' machines are no part of the service. */
export function hostsOf(uris: readonly string[]): ReadonlySet<string> {
  const urls = uris.map((uri) => URL.parse(uri)).filter((url) => url !== null);
  return new Set(urls.filter((url) => !isLoopback(url)).map((url) => url.hostname));
}
