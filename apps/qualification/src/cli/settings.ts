/** What `garance qualify` can be told, by its configuration file or by arguments of the same names. */
import { platformSchema } from '@garance/core';
import { z } from 'zod';
import { parseMarker } from '../runner/marker.ts';
import type { ServiceUnderTest } from '../vocabulary/stage.ts';

const address = z.url({ protocol: /^https?$/, error: 'an address that begins with http:// or https://' });
const file = z.string().min(1);

export const qualifySettingsSchema = z.strictObject({
  $schema: z.string().optional().describe('Where this schema is, for editors.'),
  platform: platformSchema.describe('`standard` (FranceConnect) or `plus` (FranceConnect+).'),
  clientId: z
    .string()
    .min(1)
    .optional()
    .describe(
      'Of the service on its integration hub. Left out, it is read from the redirect that the login page makes.',
    ),
  loginUrl: address.describe(
    'Page with the sign-in button, or an address that redirects to the hub at once.',
  ),
  signedIn: z
    .string()
    .min(1)
    .describe(
      'What shows that someone is signed in: a CSS selector (`#account`, `a.sign-out`, `[data-user]`) or a text. `selector=…` and `text=…` decide where it could be either.',
    ),
  protectedUrl: address.describe('Shows its content to signed-in people only.'),
  signUpUrl: address.optional().describe('Page on which people open an account.'),
  logoutUrl: address.optional().describe('Signs out, by opening it or by the form that it shows.'),
  stepUpUrl: address.optional().describe('Needs a higher assurance level than the login asks for.'),
  profileUrl: address.optional().describe('Shows what the service knows of the person.'),
  signInControl: z
    .string()
    .min(1)
    .optional()
    .describe('CSS selector of the sign-in button, when it is not found.'),
  publicService: z.boolean().optional().describe('The button must come first among the means of signing in.'),
  onRehearsalIssuer: z
    .boolean()
    .optional()
    .describe('This instance of the service is configured on the rehearsal issuer, not on the hub.'),
  http: z.boolean().optional().describe('Without a browser: for services that need no script.'),
  slow: z
    .boolean()
    .optional()
    .describe(
      'Also the scenarios that wait for time-outs and key caches: some minutes more. A qualification needs them.',
    ),
  quick: z
    .boolean()
    .optional()
    .describe('Only the most telling third: under a minute, for while you write. Proves nothing alone.'),
  only: z.array(z.string().min(1)).optional().describe('Ids or families of scenarios.'),
  parallel: z.int().min(1).max(16).optional().describe('Scenarios at a time; 4 unless told.'),
  dataDir: file.optional().describe('Data directory of the running federation; `GARANCE_DATA`, or `var`.'),
  json: file.optional().describe('Where to write the report as JSON; `-` for the standard output.'),
  html: file.optional().describe('Where to write the report as a page.'),
  junit: file.optional().describe('Where to write the report as JUnit XML.'),
  lang: z.enum(['fr', 'en']).optional().describe('Language of what is shown and written.'),
});
export type QualifySettings = z.infer<typeof qualifySettingsSchema>;

/** For commands that run no scenario (`--list`, `verify`): no setting is required. */
export const someSettingsSchema = qualifySettingsSchema.partial();
export type SomeSettings = z.infer<typeof someSettingsSchema>;

/** JSON Schema of the configuration file. */
export function qualifySettingsJsonSchema(): object {
  return z.toJSONSchema(qualifySettingsSchema, { io: 'input' });
}

/** The service as the settings describe it. */
export function readServiceUnderTest(settings: QualifySettings): ServiceUnderTest {
  const { loginUrl, protectedUrl, signUpUrl, logoutUrl, stepUpUrl, profileUrl } = settings;
  const { signInControl, publicService, onRehearsalIssuer } = settings;
  return {
    loginUrl,
    protectedUrl,
    signedIn: parseMarker(settings.signedIn),
    ...(signUpUrl !== undefined && { signUpUrl }),
    ...(logoutUrl !== undefined && { logoutUrl }),
    ...(stepUpUrl !== undefined && { stepUpUrl }),
    ...(profileUrl !== undefined && { profileUrl }),
    ...(signInControl !== undefined && { signInControl }),
    ...(publicService !== undefined && { publicService }),
    ...(onRehearsalIssuer !== undefined && { onRehearsalIssuer }),
  };
}
