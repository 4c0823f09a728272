import type { Locale, SiteLinks } from '@garance/web/view';
import type { HubConfig } from '../hub-config.ts';

/** Pages that the hub serves itself while its operator names none, below the issuer. */
export const informationPaths = {
  help: '/help',
  legalNotice: '/legal-notice',
  accessibility: '/accessibility',
} as const;

export type InformationName = keyof typeof informationPaths;

/** On the help page: whom to ask, where the operator gives no contact. */
export const contactAnchor = 'contact';

/** Foot of every page: the operator's own pages, else the hub's, in the language of the page they are followed from. */
export function siteLinksOf({ issuer, links }: Pick<HubConfig, 'issuer' | 'links'>) {
  const base = new URL(issuer).pathname;
  return (locale: Locale): SiteLinks => {
    const own = (name: InformationName) => `${base}${informationPaths[name]}?lang=${locale}`;
    return {
      help: links.help ?? own('help'),
      contact: links.contact ?? `${own('help')}#${contactAnchor}`,
      legalNotice: links.legalNotice ?? own('legalNotice'),
      accessibility: links.accessibility ?? own('accessibility'),
    };
  };
}
