/**
 * Other sites as the page to return to, however they are written. Where a service takes such an address is read from its own
 * redirects and links. One scenario a kind of spelling; each spelling has a login of its own.
 */
import type { Localized } from '@garance/core';
import { reserved } from '../../vocabulary/reserved.ts';
import type { Judgement, PlayScenario, Scenario } from '../../vocabulary/scenario.ts';
import type { Stage, View } from '../../vocabulary/stage.ts';
import { failed, inconclusive, passed } from '../judgements.ts';

const { host } = new URL(reserved.issuer);

interface Row {
  /** `sessions.<name>`. */
  readonly name: string;
  readonly title: Localized;
  /** Completes "another site’s address, …". */
  readonly how: Localized;
  readonly quick?: true;
  spellings(service: URL): readonly string[];
}

const rows: readonly Row[] = [
  {
    name: 'open-redirect',
    quick: true,
    title: { fr: 'Pas de redirection ouverte après la connexion', en: 'No open redirect after sign-in' },
    how: { fr: 'écrite entière ou sans son protocole', en: 'written whole or without its scheme' },
    spellings: () => [`https://${host}/`, `//${host}/`, `/\\${host}/`, `@${host}/`],
  },
  {
    name: 'open-redirect-spellings',
    title: {
      fr: 'Pas de redirection ouverte par une écriture que seul le navigateur comprend',
      en: 'No open redirect by a spelling that only a browser understands',
    },
    how: {
      fr: 'écrite avec des barres inversées, des tabulations ou des espaces, que le navigateur retire',
      en: 'written with backslashes, tabs or blanks, which a browser takes out',
    },
    spellings: () => [
      ...[`\\\\${host}/`, `/\t/${host}/`, `\t//${host}/`, `///${host}/`],
      ...[` //${host}/`, `/\n/${host}/`, `hTTps:${host}/`, `%2F%2F${host}/`],
      // A path that begins with a dot begins with what follows it.
      `/.//${host}/`,
    ],
  },
  {
    name: 'open-redirect-look-alikes',
    title: {
      fr: 'Pas de redirection ouverte vers une adresse qui ressemble à celle du service',
      en: 'No open redirect to an address that looks like the service’s',
    },
    how: {
      fr: 'qui commence, finit ou contient ce qui est au service',
      en: 'that begins with, ends with or contains what is the service’s',
    },
    spellings: ({ origin, protocol, hostname, pathname }) => [
      ...[`${protocol}//${hostname}.${host}/`, `${origin}@${host}/`, `//${host}${pathname}`],
      ...[
        `https://${host}/${origin}${pathname}`,
        `https://${host}?${origin}/`,
        `https://${host}#@${hostname}/`,
      ],
    ],
  },
];

const advice: Localized = {
  fr: 'N’acceptez comme retour qu’un chemin d’une liste. Sinon, lisez l’adresse comme le navigateur, new URL(retour, origine), et exigez que son origin soit la vôtre\u00a0: regarder si elle commence par / ne suffit pas (//, /\\), ni si elle commence par votre adresse (https://vous@autre). Ni redirection, ni lien, ni fragment vers ailleurs.',
  en: 'Accept as a return only a path from a list. Otherwise read the address as the browser does, new URL(back, origin), and require that its origin is yours: looking whether it starts with / is not enough (//, /\\), nor whether it starts with your address (https://you@other). No redirect, link or fragment to elsewhere.',
};

/** Common names, all at once on the sign-in page: a service may take one that its own redirects do not use. */
const usualNames = [
  ...['next', 'return', 'returnTo', 'return_to', 'returnUrl', 'ReturnUrl', 'return_url', 'redirect'],
  ...['redirect_to', 'redirectTo', 'redirect_url', 'redirectUrl', 'url', 'target', 'dest', 'destination'],
  ...['continue', 'goto', 'from', 'back', 'rd', 'callbackUrl', 'r', 'path'],
];

function toScenario({ name, title, how, quick, spellings }: Row): PlayScenario {
  return {
    id: `sessions.${name}`,
    family: 'sessions',
    kind: 'play',
    place: 'sessions.return-address',
    cause: 'return-address',
    clause: 'RFC 9700 §4.11.1; Garance, qualification: Sessions',
    level: 'standard',
    ...{ title, advice },
    ...(quick === true && { quick }),
    does: {
      fr: `Là où le service prend une page de retour, ce que ses redirections et ses liens disent, la suite met l’adresse d’un autre site, ${how.fr}\u00a0; la personne se connecte.`,
      en: `Where the service takes a page to return to, which its redirects and links tell, the suite puts another site’s address, ${how.en}; the person signs in.`,
    },
    expects: {
      fr: 'Après la connexion, le navigateur reste au service\u00a0; ou le service refuse l’adresse dès le début.',
      en: 'After the sign-in the browser stays at the service; or the service refuses the address from the start.',
    },
    play: (stage) => play(stage, spellings(new URL(stage.service.protectedUrl))),
  };
}

async function play(stage: Stage, spellings: readonly string[]): Promise<Judgement> {
  const entries = await entriesOf(stage);
  let reached = 0;
  for (const spelling of spellings) {
    for (const entry of entries) {
      const visitor = await stage.visitor();
      const { view } = await stage.signIn(visitor, { person: 'plain' }, entry(spelling));
      const signedIn = await stage.hasSession(visitor);
      if (leftTheService(view, signedIn)) return failedWith(spelling);
      if (signedIn || refused(stage, view)) reached += 1;
    }
  }
  if (reached > 0) return passed;
  return inconclusive(
    'Avec une adresse de retour, aucune connexion n’a abouti, et le service n’a rien refusé.',
    'With a return address no login succeeded, and the service refused nothing.',
  );
}

function failedWith(spelling: string): Judgement {
  const written = JSON.stringify(spelling);
  return failed(
    `Avec le retour ${written}, le navigateur est parti vers un autre site après la connexion.`,
    `With the return ${written} the browser left for another site after the sign-in.`,
  );
}

/** An address that begins a sign-in, with another return in it. */
type Entry = (back: string) => string;

const mostEntries = 2;

/** The sign-in page, and the addresses by which the service itself leads on to a sign-in from a page for signed-in people. */
async function entriesOf(stage: Stage): Promise<readonly Entry[]> {
  const { loginUrl, protectedUrl, profileUrl, stepUpUrl } = stage.service;
  const inside = [protectedUrl, profileUrl, stepUpUrl].flatMap((url) => url ?? []);
  const stranger = await stage.visitor();
  const before = stage.visited().length;
  const views: View[] = [];
  for (const url of inside) views.push(await stranger.open(url));
  const seen = [...stage.visited().slice(before), ...views.flatMap(linksOf)];
  const found = seen.flatMap((address) => returnsIn(address, { inside, origin: new URL(loginUrl).origin }));
  const names = [...new Set([...found.flatMap((one) => one.names), ...usualNames])];
  const places = new Map(found.map((one) => [one.url.origin + one.url.pathname, one]));
  const entries = [...places.values()].slice(-mostEntries).map(({ url, names: own }) => withReturn(url, own));
  return [withReturn(new URL(loginUrl), names), ...entries];
}

function withReturn(address: URL, names: readonly string[]): Entry {
  return (back) => {
    const url = new URL(address);
    for (const name of names) url.searchParams.set(name, back);
    return url.href;
  };
}

interface Found {
  readonly url: URL;
  readonly names: readonly string[];
}

/** Parameters whose value is a page for signed-in people, whole, as a path or by its last name. */
function returnsIn(
  address: string,
  { inside, origin }: { readonly inside: readonly string[]; readonly origin: string },
): readonly Found[] {
  const url = URL.parse(address);
  if (url === null || url.origin !== origin) return [];
  const pages = inside.map((page) => new URL(page).pathname);
  const names = [...url.searchParams]
    .filter(([, value]) => value !== '' && pages.some((page) => page.endsWith(value) || value.includes(page)))
    .map(([name]) => name);
  return names.length === 0 ? [] : [{ url, names: [...new Set(names)] }];
}

const mostLinks = 200;

function linksOf({ html, url }: View): readonly string[] {
  const links = [...html.matchAll(/\b(?:href|action)=["']([^"'<>]{1,2000})["']/gi)].slice(0, mostLinks);
  return links.flatMap(([, target = '']) => URL.parse(target.replaceAll('&amp;', '&'), url)?.href ?? []);
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

export const returnAddresses: readonly Scenario[] = rows.map(toScenario);
