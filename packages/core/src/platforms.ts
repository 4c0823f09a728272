import { z } from 'zod';

/** The two platforms: `standard` is what FranceConnect is, `plus` what FranceConnect+ is. */
export const platformSchema = z.enum(['standard', 'plus']);
export type Platform = z.infer<typeof platformSchema>;

export const environmentSchema = z.enum(['integration', 'production']);
export type Environment = z.infer<typeof environmentSchema>;

/** A hub is one platform in one environment: its issuer, keys, registrations and cookies are its own. */
export interface HubId {
  readonly platform: Platform;
  readonly environment: Environment;
}
