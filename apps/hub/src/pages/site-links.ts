import type { Locale, SiteLinks } from '@garance/web/view';
import type { HubConfig } from '../hub-config.ts';

/** Pages that the hub serves itself, below the issuer, when its operator configures none. */
export const informationPaths = {
  help: '/help',
  legalNotice: '/legal-notice',
  accessibility: '/accessibility',
} as const;

export type InformationName = keyof typeof informationPaths;

/** Section of the help page that names a contact, when the operator gives none. */
export const contactAnchor = 'contact';

/** Links in the foot of every page: the operator's pages, else the hub's, in the language of the page. */
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
