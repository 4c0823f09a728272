import { z } from 'zod';

/** The two platforms: `standard` corresponds to FranceConnect, `plus` to FranceConnect+. */
export const platformSchema = z.enum(['standard', 'plus']);
export type Platform = z.infer<typeof platformSchema>;

export const environmentSchema = z.enum(['integration', 'production']);
export type Environment = z.infer<typeof environmentSchema>;

/** A hub is one platform in one environment, with its own issuer, keys, registrations and cookies. */
export interface HubId {
  readonly platform: Platform;
  readonly environment: Environment;
}
