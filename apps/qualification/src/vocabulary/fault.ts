/**
 * What a hub may be told to do wrong, as data: a fault names one place of one login and one change there. It travels in
 * a rehearsal token, so its shape is checked where it arrives.
 *
 * Whatever names an issuer, a client or a person in a forged answer is a reserved value (`reserved.ts`): a fault cannot
 * say another one, and the hub refuses to sign one.
 */
import { z } from 'zod';

/** A claim's new value: plain JSON, a reserved identity, a moment, or the true value in another shape. */
const claimValueSchema = z.union([
  z.object({ reserved: z.enum(['issuer', 'client', 'subject']) }),
  /** Seconds from now; NumericDate in the token. */
  z.object({ secondsFromNow: z.number().int() }),
  /** The true value in an array, alone or before reserved ones. */
  z.object({ inArray: z.enum(['alone', 'with-reserved-client']) }),
  z.object({ json: z.json() }),
]);
export type ClaimValue = z.infer<typeof claimValueSchema>;

/** Changes to the claims before they are signed by the hub's own key. */
const claimEditSchema = z.object({
  set: z.record(z.string(), claimValueSchema).optional(),
  drop: z.array(z.string()).readonly().optional(),
});
export type ClaimEdit = Readonly<z.infer<typeof claimEditSchema>>;

/** How a token is protected wrongly. Only the wrong ones of `plus` need a service that registered encryption. */
export const joseFaults = [
  'alg-none',
  /** HMAC with the secret that the service presented at the token endpoint. */
  'hs256-client-secret',
  /** HMAC with the hub's public key: as PEM, as DER, as the JWK's text. */
  'hs256-public-pem',
  'hs256-public-der',
  'hs256-public-jwk',
  'signature-altered',
  /** Claims changed after the signature was made. */
  'payload-altered',
  /** A key that the hub does not publish, under a `kid` that it does not publish. */
  'unknown-key',
  /** The attacker's key in the header itself. */
  'embedded-jwk',
  /** The header points to the attacker's key set, which can be fetched. */
  'embedded-jku',
  'unknown-crit',
  /** Signed, where encryption is registered. */
  'not-encrypted',
  /** Encrypted, nothing signed inside. */
  'not-signed',
  'encrypted-to-another-key',
  'rsa1_5',
  /** Compressed before encryption (`zip: DEF`). */
  'zip',
  /** Not faults: what a service must accept. */
  'newly-published-signing-key',
  'second-encryption-key',
] as const;
/** Of userinfo alone: another kind of answer than the one registered. */
export const userinfoJoseFaults = ['unsigned-json', 'is-an-id-token'] as const;

export const joseFaultSchema = z.enum(joseFaults);
export type JoseFault = z.infer<typeof joseFaultSchema>;

/** What the token or userinfo endpoint answers instead of its answer. */
const httpAnswerSchema = z.object({
  status: z.number().int().min(200).max(599).optional(),
  body: z
    .enum(['invalid-grant', 'server-error', 'html', 'malformed-json', 'empty', 'invalid-token'])
    .optional(),
  /** Before any answer; `scale` of the rehearsal shortens it in the suite's own tests. */
  delaySeconds: z.number().positive().max(30).optional(),
  /** Members of a JSON answer left out, or said differently. */
  drop: z.array(z.string()).readonly().optional(),
  set: z.record(z.string(), z.json()).optional(),
});
export type HttpAnswer = Readonly<z.infer<typeof httpAnswerSchema>>;

export const faultSchema = z.discriminatedUnion('at', [
  z.object({
    at: z.literal('callback'),
    set: z
      .record(z.string(), z.union([z.string().max(2000), z.object({ reserved: z.literal('issuer') })]))
      .optional(),
    drop: z.array(z.string()).readonly().optional(),
    /** The browser stays at the hub; the runner delivers the answer, where and as often as the scenario says. */
    withhold: z.literal(true).optional(),
  }),
  z.object({
    at: z.literal('id_token'),
    claims: claimEditSchema.optional(),
    jose: joseFaultSchema.optional(),
  }),
  z.object({ at: z.literal('token'), answer: httpAnswerSchema }),
  z.object({
    at: z.literal('userinfo'),
    claims: claimEditSchema.optional(),
    jose: z.union([joseFaultSchema, z.enum(userinfoJoseFaults)]).optional(),
    answer: httpAnswerSchema.optional(),
  }),
  /** Of the rehearsal issuer only, which has discovery and keys of its own. */
  z.object({
    at: z.literal('discovery'),
    set: z.record(z.string(), z.object({ reserved: z.literal('issuer') })),
  }),
  z.object({ at: z.literal('jwks'), answer: httpAnswerSchema }),
]);
export type Fault = Readonly<z.infer<typeof faultSchema>>;
export type FaultPlace = Fault['at'];
