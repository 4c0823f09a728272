/**
 * What a hub may be told to do wrong, as data: a fault names one place of one login and one change there. It travels in
 * a rehearsal token, so its shape is checked where it arrives.
 *
 * Whatever names an issuer, a client or a person in a forged answer is a reserved value (`reserved.ts`) or nobody's
 * (`mutation.ts`): a fault cannot say another one, and the hub refuses to sign one.
 */
import { z } from 'zod';
import { mutationNames } from './mutation.ts';

/** Derived from the true value, where the fault is made. */
const mutatedSchema = z.object({ mutated: z.enum(mutationNames) });

/** A claim's new value: plain JSON, a reserved identity, a moment, or made of the true value. */
const claimValueSchema = z.union([
  mutatedSchema,
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

/** How a token is signed wrongly. */
export const signatureFaults = [
  'alg-none',
  'alg-none-upper',
  'alg-none-title',
  'alg-none-mixed',
  /** With the hub's good signature of other claims left in its place. */
  'alg-none-kept-signature',
  'alg-absent',
  'alg-empty',
  'alg-null',
  'alg-unknown',
  /** HMAC with the secret that the service presented at the token endpoint. */
  'hs256-client-secret',
  'hs384-client-secret',
  'hs512-client-secret',
  /** HMAC with the hub's public key: as PEM, as DER, as the JWK's text, as its bare numbers. */
  'hs256-public-pem',
  'hs256-public-pem-trimmed',
  'hs256-public-pem-body',
  'hs384-public-pem',
  'hs512-public-pem',
  'hs256-public-der',
  'hs256-public-jwk',
  'hs256-public-numbers',
  'hs256-public-bytes',
  /** HMAC with what everybody knows. */
  'hs256-kid',
  'hs256-client-id',
  'hs256-issuer',
  'hs256-empty',
  'signature-altered',
  'signature-empty',
  'signature-zero',
  'signature-truncated',
  'signature-extended',
  /** Good, of the same header over other claims. */
  'signature-of-other-claims',
  /** Claims, or the header, changed after the signature was made. */
  'payload-altered',
  'header-altered',
  /** A key that the hub does not publish, under a `kid` that it does not publish. */
  'unknown-key',
  /** The same key, under other names. */
  'unknown-key-true-kid',
  'unknown-key-without-kid',
  'unknown-key-empty-kid',
  'unknown-key-null-kid',
  'unknown-key-number-kid',
  'unknown-key-array-kid',
  'unknown-key-kid-in-other-case',
  /** HMAC with the content of the file, or of the row, that the name leads to. */
  'kid-is-a-path',
  'kid-is-a-query',
  /** The attacker's key in the header itself. */
  'embedded-jwk',
  'embedded-jwk-true-kid',
  'embedded-x5c',
  /** The header points to the attacker's key set or certificate, which can be fetched. */
  'embedded-jku',
  'embedded-jku-look-alike',
  'embedded-jku-true-kid',
  'embedded-x5u',
  'unknown-crit',
  'crit-empty',
  'crit-of-nothing',
  'crit-is-text',
  /** The good signature in another form: what is no compact serialization. */
  'json-serialization',
  'four-parts',
  /** Not a fault: what a service must accept. */
  'newly-published-signing-key',
] as const;

/** How what is signed rightly is encrypted wrongly; only for a service that registered encryption. */
export const encryptionFaults = [
  /** Signed, where encryption is registered. */
  'not-encrypted',
  /** Encrypted, nothing signed inside. */
  'not-signed',
  'encrypted-to-another-key',
  'rsa1_5',
  /** RSA-OAEP where RSA-OAEP-256 is registered, and the other way round. */
  'other-oaep',
  /** Compressed before encryption (`zip: DEF`). */
  'zip',
  'enc-a128gcm',
  'enc-a128cbc-hs256',
  /** Under keys that are no keys of the service's: what everybody can make. */
  'dir-zero',
  'dir-public-key',
  'pbes2-client-id',
  /** As many rounds as a request should never cost. */
  'pbes2-many-rounds',
  'tag-truncated',
  'tag-altered',
  'jwe-unknown-crit',
  /** Content type left out (RFC 7519 §5.2). */
  'cty-absent',
  /** Not a fault. */
  'second-encryption-key',
] as const;
export const joseFaults = [...signatureFaults, ...encryptionFaults] as const;
export type SignatureFault = (typeof signatureFaults)[number];
export type EncryptionFault = (typeof encryptionFaults)[number];

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
      .record(
        z.string(),
        z.union([z.string().max(2000), z.object({ reserved: z.literal('issuer') }), mutatedSchema]),
      )
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
