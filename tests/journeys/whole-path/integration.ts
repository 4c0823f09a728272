/** From a habilitation to a service that signs citizens in on the integration hub. */
import type { Platform } from '@garance/core';
import type { Credentials } from './credentials.ts';
import type { Partner } from './partner.ts';
import type { ServiceSite } from './service-site.ts';

export async function integrate(
  contact: Partner,
  service: string,
  { platform, site }: { readonly platform: Platform; readonly site: ServiceSite },
): Promise<Credentials> {
  const base = `${service}/${platform}/integration`;
  await contact.opens(base);
  await contact.looksAt('integration');
  await contact.follows(`${base}/registration`);
  await contact.looksAt('registration');
  await contact.sends('/integration/registration', {
    redirectUris: site.redirectUri,
    postLogoutRedirectUris: site.postLogoutRedirectUri,
    ...(platform === 'plus' && { keysKind: 'jwks', jwks: site.jwks }),
  });
  await contact.page.waitForURL(`**${base}/review`);
  await contact.looksAt('registration-review');
  await contact.sends('/integration/publish');
  await contact.page.waitForURL(`**${base}`);
  const clientId = await contact.copies('client_id');
  const issuer = await contact.copies('issuer');
  await contact.opens(`${base}/secrets`);
  await contact.looksAt('secrets');
  await contact.sends('/integration/secrets', { label: 'serveur' });
  await contact.page.getByText('client_secret').first().waitFor();
  await contact.looksAt('secret-shown');
  return { clientId, issuer, clientSecret: await contact.copies('client_secret') };
}
