/**
 * The link of the mail after a sign-in: sealed by this hub, for one sign-in, for 30 days. Contains no personal data.
 */
import { type ErrorCode, GaranceError } from '@garance/core';
import type { Vault } from '@garance/store';
import { z } from 'zod';

const purpose = 'sign-in-report';
const validMs = 30 * 24 * 3600 * 1000;

const linkSchema = z.object({ reference: z.string(), endsAtMs: z.number() });

/** The part of the address that names the sign-in. */
export function makeReportLink(vault: Vault, reference: string, nowMs: number): string {
  return vault.seal(purpose, JSON.stringify({ reference, endsAtMs: nowMs + validMs }));
}

export type ReadLink =
  | { readonly ok: true; readonly reference: string }
  | { readonly ok: false; readonly error: ErrorCode };

export function readReportLink(vault: Vault, link: string, nowMs: number): ReadLink {
  try {
    const { reference, endsAtMs } = linkSchema.parse(JSON.parse(vault.open(purpose, link)));
    return nowMs < endsAtMs ? { ok: true, reference } : { ok: false, error: 'report.link_expired' };
  } catch (error) {
    if (error instanceof GaranceError && error.code === 'store.unreadable') {
      return { ok: false, error: 'report.link_unknown' };
    }
    throw error;
  }
}
