import { reserved } from '../../vocabulary/reserved.ts';
import { defineScenario, type Judgement } from '../../vocabulary/scenario.ts';
import type { Stage, View } from '../../vocabulary/stage.ts';
import { failed, inconclusive, passed } from '../judgements.ts';

/** Parameters under which services commonly keep the page to return to; all are sent at once. */
const parameters = [
  'next',
  'return',
  'returnTo',
  'return_to',
  'returnUrl',
  'ReturnUrl',
  'return_url',
  'redirect',
  'redirect_to',
  'redirectTo',
  'redirect_url',
  'redirectUrl',
  'url',
  'target',
  'dest',
  'destination',
  'continue',
  'goto',
  'from',
  'back',
  'rd',
  'callbackUrl',
  'r',
  'path',
];

const { host } = new URL(reserved.issuer);
/** Ways to write another site that naive checks take for a path, or for their own site. */
const elsewhere = [
  `https://${host}/`,
  `//${host}/`,
  `/\\${host}/`,
  `@${host}/`,
  // A browser leaves tabs out, and a path that begins with a dot begins with what follows it.
  `/\t/${host}/`,
  `/.//${host}/`,
];

export const openRedirect = defineScenario({
  id: 'sessions.open-redirect',
  family: 'sessions',
  kind: 'play',
  title: { fr: 'Pas de redirection ouverte après la connexion', en: 'No open redirect after sign-in' },
  clause: 'RFC 9700 §4.11.1; Garance, qualification: Sessions',
  level: 'standard',
  does: {
    fr: 'La page de connexion est ouverte avec, dans les paramètres usuels de retour (next, return_to, redirect, url…), l’adresse d’un autre site, écrite de six manières\u00a0; la personne se connecte.',
    en: 'The sign-in page is opened with another site’s address, written in six ways, in the usual return parameters (next, return_to, redirect, url…); the person signs in.',
  },
  expects: {
    fr: 'Après la connexion, le navigateur reste au service\u00a0; ou le service refuse l’adresse dès le début.',
    en: 'After the sign-in the browser stays at the service; or the service refuses the address from the start.',
  },
  advice: {
    fr: 'N’acceptez comme retour qu’un chemin d’une liste. Sinon, lisez l’adresse comme le navigateur, new URL(retour, origine), et exigez que son origin soit la vôtre\u00a0: regarder si elle commence par / ne suffit pas (//, /\\\\). Ni redirection, ni lien, ni fragment vers ailleurs.',
    en: 'Accept as a return only a path from a list. Otherwise read the address as the browser does, new URL(back, origin), and require that its origin is yours: looking whether it starts with / is not enough (//, /\\\\). No redirect, link or fragment to elsewhere.',
  },
  play: async (stage: Stage): Promise<Judgement> => {
    let reached = 0;
    for (const address of elsewhere) {
      const visitor = await stage.visitor();
      const { view } = await stage.signIn(visitor, { person: 'plain' }, withReturn(stage, address));
      const signedIn = await stage.hasSession(visitor);
      if (leftTheService(view, signedIn)) {
        return failed(
          `Avec le retour ${JSON.stringify(address)}, le navigateur est parti vers un autre site après la connexion.`,
          `With the return ${JSON.stringify(address)} the browser left for another site after the sign-in.`,
        );
      }
      if (signedIn || refused(stage, view)) reached += 1;
    }
    if (reached > 0) return passed;
    return inconclusive(
      'Avec une adresse de retour, aucune connexion n’a abouti, et le service n’a rien refusé.',
      'With a return address no login succeeded, and the service refused nothing.',
    );
  },
});

function withReturn(stage: Stage, address: string): string {
  const url = new URL(stage.service.loginUrl);
  for (const name of parameters) url.searchParams.set(name, address);
  return url.href;
}

/** At the other site; or, since that one never answers, on the browser's own error page although the login succeeded. */
function leftTheService(view: View, signedIn: boolean): boolean {
  const at = URL.parse(view.url);
  if (at === null) return false;
  if (at.hostname === host || at.hostname.endsWith(`.${host}`)) return true;
  return signedIn && (at.protocol === 'chrome-error:' || (view.status === 0 && at.protocol === 'about:'));
}

function refused(stage: Stage, view: View): boolean {
  return view.status >= 400 && URL.parse(view.url)?.origin === new URL(stage.service.loginUrl).origin;
}
