/** The settings of one hub, read by the composition root and passed down. */
import type { Platform } from '@garance/core';
import { z } from 'zod';

/** Share of the store, as a fraction of its limit. */
const shareSchema = (fraction: number) => z.number().gt(0).max(1).default(fraction);

const siteLink = z.url({ protocol: /^(?:https?|mailto)$/ }).optional();

/** The operator's own pages. */
const siteLinksSchema = z.strictObject({
  help: siteLink,
  contact: siteLink,
  legalNotice: siteLink,
  accessibility: siteLink,
});

/** The settings of one hub. Lifetimes in seconds; defaults are those of the specification. */
export const hubConfigSchema = z.object({
  platform: z.enum(['standard', 'plus']).describe('FranceConnect-like, or FranceConnect+-like.'),
  environment: z.enum(['integration', 'production']),
  issuer: z.url().describe('`https://<host>/api/v2`, without final slash.'),
  platformName: z.string().min(1).describe('What citizens read as the name of the platform.'),
  codeTtlSeconds: z.number().int().positive().default(30),
  accessTokenTtlSeconds: z.number().int().positive().default(60),
  idTokenTtlSeconds: z.number().int().positive().default(60),
  transactionTtlSeconds: z.number().int().positive().describe('One login: 1800 on standard, 600 on plus.'),
  pushedRequestTtlSeconds: z.number().int().positive().default(60),
  singleSignOnSeconds: z
    .number()
    .int()
    .nonnegative()
    .max(8 * 3600)
    .default(0)
    .describe(
      'Single sign-on at `eidas1` between the services of one browser, standard only; 0 is off, 8 hours at most.',
    ),
  interactionsPerMinutePerAddress: z
    .number()
    .int()
    .positive()
    .default(120)
    .describe('Authorization, choice, callback, consent and logout requests of one address.'),
  tokenFailuresPerMinutePerClient: z
    .number()
    .int()
    .positive()
    .default(30)
    .describe('Refused calls of one client from one address, after which refusals are 429.'),
  inflightSharePerAddress: shareSchema(0.02).describe(
    'Of the in-flight store: what logins begun from one IPv4 address, or one IPv6 /64, may hold.',
  ),
  inflightSharePerNetwork: shareSchema(0.1).describe('The same for an IPv6 /48.'),
  inflightSharePerClient: shareSchema(0.1).describe(
    'Of the in-flight store: what the pushed requests of one client may hold.',
  ),
  links: siteLinksSchema
    .prefault({})
    .describe(
      'Foot of every page: `help`, `contact` (also `mailto:`), `legalNotice`, `accessibility`. What is not given leads to a neutral page of the hub.',
    ),
  partnerSpaceUrl: z
    .url()
    .optional()
    .describe('Where services register: linked from the page at the address of the hub itself.'),
  trustedProxies: z
    .array(z.string())
    .optional()
    .describe('Proxies that may say the address of a caller: addresses or networks.'),
});
export type HubConfig = Readonly<z.infer<typeof hubConfigSchema>>;

export const transactionTtlSeconds: Readonly<Record<Platform, number>> = { standard: 30 * 60, plus: 10 * 60 };
