/**
 * Schema of DataPass events, as its public documentation and serializers describe them (etalab/data_pass:
 * docs/webhooks.md, WebhookSerializer). Unknown fields are accepted and kept.
 */
import { withoutControlCharacters } from '@garance/core';
import { z } from 'zod';
import { type DatapassEvent, datapassEvents } from '../request/datapass-fields.ts';

/** Names that DataPass gives the same events when another program causes them. */
const synonyms: Readonly<Record<string, DatapassEvent>> = {
  create_by_api: 'create',
  update_by_api: 'update',
};

/** @returns undefined for an unknown event */
export function eventNamed(name: string): DatapassEvent | undefined {
  return (
    datapassEvents.find((event) => event === name) ??
    (Object.hasOwn(synonyms, name) ? synonyms[name] : undefined)
  );
}

const text = z.string().max(20_000).nullish();
const idSchema = z.union([z.string().min(1).max(100), z.number().int()]).transform(String);

const personSchema = z.looseObject({
  email: z.email().max(254),
  given_name: text,
  family_name: text,
  phone_number: text,
  job_title: text,
});

const organisationSchema = z.looseObject({
  siret: z.string().max(40),
  name: text,
});

/** An event about one request. `fired_at` in seconds since the Unix epoch. */
export const datapassPayloadSchema = z.looseObject({
  event: z.string().min(1).max(60),
  fired_at: z.number().int().nonnegative(),
  model_type: z.string().max(200).nullish(),
  model_id: idSchema.nullish(),
  data: z.looseObject({
    id: idSchema,
    public_id: idSchema.nullish(),
    state: z.string().max(60).nullish(),
    form_uid: z.string().max(200).nullish(),
    organization: organisationSchema,
    applicant: personSchema,
    data: z.record(z.string(), z.unknown()).default({}),
  }),
});
export type DatapassPayload = z.infer<typeof datapassPayloadSchema>;

/** Test call of DataPass when a webhook is set up: signed, without an event. */
const trialSchema = z.looseObject({ test: z.literal(true) });

export type ReadPayload =
  | { readonly kind: 'event'; readonly payload: DatapassPayload }
  | { readonly kind: 'trial' }
  /** `field`: path of the first value that does not fit; never the value. */
  | { readonly kind: 'unreadable'; readonly field: string };

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Reads a body whose signature has been verified. */
export function readPayload(body: Uint8Array): ReadPayload {
  const json = parse(body);
  if (trialSchema.safeParse(json).success) return { kind: 'trial' };
  const parsed = datapassPayloadSchema.safeParse(json);
  if (parsed.success) return { kind: 'event', payload: parsed.data };
  // Stryker disable next-line OptionalChaining: for the type alone; whatever does not fit has an issue.
  return { kind: 'unreadable', field: parsed.error.issues[0]?.path.map(String).join('.') || 'body' };
}

/** Undefined (not a JSON value) for invalid JSON. */
function parse(body: Uint8Array): unknown {
  try {
    // An escaped NUL in JSON passes the decoders, but the database refuses it.
    return JSON.parse(utf8.decode(body), (_key, value: unknown) =>
      typeof value === 'string' ? withoutControlCharacters(value) : value,
    );
  } catch {
    return undefined;
  }
}
