/** What a browser would fetch for a page, and what it would say of the page then: this one has no scripts and fetches nothing. */
import { baseOf, type HtmlElement, type Page } from '@garance/http-browser';

/** Attribute that holds the address, by element. */
const sources: Readonly<Record<string, string>> = {
  img: 'src',
  script: 'src',
  iframe: 'src',
  link: 'href',
  source: 'src',
  audio: 'src',
  video: 'src',
  embed: 'src',
};
const fetchedLinks = /\b(?:stylesheet|icon|preload|modulepreload|manifest|prefetch)\b/i;
/** Referrer Policy §3: the others send another site no more than the origin, or nothing. */
const tellingPolicies = ['unsafe-url', 'no-referrer-when-downgrade'];

export function subresourcesOf(
  page: Pick<Page, 'document' | 'url' | 'headers'>,
): readonly { readonly url: string; readonly referer: string }[] {
  const { document, url, headers } = page;
  const base = baseOf(document, url);
  const declared = document.elements.find(
    ({ name, attribs }) => name === 'meta' && attribs.name?.toLowerCase() === 'referrer',
  );
  const policy = declared?.attribs.content ?? String(headers['referrer-policy'] ?? '');
  return document.elements.flatMap((element) => {
    const fetched = sourceOf(element);
    const target = fetched === undefined ? null : URL.parse(fetched, base.href);
    if (target === null) return [];
    return [{ url: target.href, referer: refererOf(url, element.attribs.referrerpolicy ?? policy) }];
  });
}

function sourceOf({ name, attribs }: HtmlElement): string | undefined {
  if (name === 'link' && !fetchedLinks.test(attribs.rel ?? '')) return undefined;
  const attribute = sources[name];
  return attribute === undefined ? undefined : attribs[attribute];
}

function refererOf(page: URL, policy: string): string {
  // The last one that is understood counts.
  const chosen = policy.toLowerCase().split(',').at(-1)?.trim() ?? '';
  return tellingPolicies.includes(chosen) ? (page.href.split('#')[0] ?? '') : `${page.origin}/`;
}
