import { BrokeOff } from '@garance/http-browser';
import type { ServiceUnderTest, View, Visitor, VisitorCookie } from '../vocabulary/stage.ts';
import { createTrail, type Trail } from './evidence/trail.ts';
import { createMarks, type Marks } from './marker.ts';
import { type ClosableVisitor, NoSuchControl, type VisitorSettings, type VisitorSource } from './visitors.ts';

const control =
  /^\s{0,20}(?:se |me )?(?:d[ée]connect|confirm|(?:d[ée]connexion|sign[ -]?out|log[ -]?out|oui|yes)\b)/i;
const maxConfirmations = 2;

/**
 * Opens the logout address and confirms where it asks. Where the address is one that only a form may post to, the form
 * is looked for on the protected page.
 */
export async function signOutBy(
  visitor: Visitor,
  context: { readonly service: ServiceUnderTest; readonly marks: Marks; readonly trail: Trail },
): Promise<View> {
  const { service, marks, trail } = context;
  const { logoutUrl, protectedUrl } = service;
  if (logoutUrl === undefined) throw new BrokeOff('the logout address is not given');
  let view = await visitor.open(logoutUrl);
  const isFormOnly = [403, 404, 405].includes(view.status);
  if (isFormOnly) view = await visitor.open(protectedUrl);
  for (let round = 0; round < maxConfirmations; round += 1) {
    const asks = isFormOnly ? marks.shows(view) : marks.shows(view) || /<form\b/i.test(view.html);
    if (!asks) break;
    try {
      view = await visitor.activate(control);
    } catch (error) {
      if (!(error instanceof NoSuchControl)) throw error;
      break;
    }
  }
  trail.note('signed out');
  return view;
}

/**
 * Ends a session that nobody looks at any more: the browser goes at once, and its cookies sign out without one, which
 * costs little. Where that does not work the session is left to end by itself; nobody has its cookie.
 */
export async function leave(
  visitor: ClosableVisitor,
  { settings, cleaners }: { readonly settings: VisitorSettings; readonly cleaners: VisitorSource },
): Promise<void> {
  const cookies = await visitor.cookies().finally(() => visitor.close());
  // Not recorded as evidence.
  const aside = { ...settings, marks: createMarks(), trail: createTrail({ now: () => 0 }) };
  const cleaner = await cleaners.open(aside);
  try {
    for (const cookie of cookies) {
      for (const url of addressesOf(cookie, settings.service)) {
        await cleaner.setCookie({ url, name: cookie.name, value: cookie.value });
      }
    }
    await signOutBy(cleaner, aside);
  } finally {
    await cleaner.close();
  }
}

/** The URLs of a sign-out to which a cookie of this domain is sent. */
function addressesOf(
  { domain, secure }: VisitorCookie,
  { logoutUrl, protectedUrl, issuer }: VisitorSettings['service'],
): readonly string[] {
  const name = domain.replace(/^\./, '');
  const hosts = [logoutUrl ?? '', protectedUrl, issuer].flatMap((url) => URL.parse(url)?.hostname ?? []);
  return [...new Set(hosts)]
    .filter((host) => host === name || (domain.startsWith('.') && host.endsWith(domain)))
    .map((host) => `${secure ? 'https' : 'http'}://${host}/`);
}
