import type { Environment, HubId, Platform } from '@garance/core';
import type { RunFile } from '@garance/garance';
import { createHttpBrowser } from '@garance/http-browser';
import { type Person, walkThroughLogin } from '../clients/walk-through.ts';

const platforms: readonly Platform[] = ['standard', 'plus'];
const environments: readonly Environment[] = ['integration', 'production'];

export const everyHub: readonly HubId[] = platforms.flatMap((platform) =>
  environments.map((environment) => ({ platform, environment })),
);

export function nameOf({ platform, environment }: HubId): string {
  return `${platform} ${environment}`;
}

export function issuerOf(run: RunFile, { platform, environment }: HubId): string {
  return run.hubs[platform][environment];
}

/** Key ids that a hub publishes, for signatures and for encryption. */
export async function kidsOf(run: RunFile, hub: HubId): Promise<readonly string[]> {
  const issuer = issuerOf(run, hub);
  const sets = await Promise.all(
    [`${issuer}/jwks`, `${issuer}/client/.well-known/keys`].map(async (address) => {
      const { keys } = (await (await fetch(address)).json()) as { keys: readonly { kid: string }[] };
      return keys.map(({ kid }) => kid);
    }),
  );
  return sets.flat();
}

/** Signs in at the demo service and returns the subject identifier that it received. */
export async function signInAtDemoService(
  run: RunFile,
  person: Person,
  entry = 'franceconnect',
): Promise<string> {
  const account = `${run.demoService}/account`;
  const browser = createHttpBrowser({ stopAt: ({ href }) => href === account });
  await walkThroughLogin(`${run.demoService}/sign-in/${entry}`, person, {
    redirectUri: account,
    browser,
  });
  const page = await createHttpBrowser({ cookies: browser.cookies.list() }).open(account);
  const sub = /data-claim="sub">([0-9a-f]{64}v1)</.exec(page.html)?.[1];
  if (sub === undefined) throw new Error(`not signed in: ${page.heading}`);
  return sub;
}
