/** Mails of the production stage. Nothing in them is secret. */
import type { Platform } from '@garance/core';
import { createMessages, platformNames } from '@garance/web/view';
import type { PortalDeps } from '../../deps.ts';
import { enqueueMails } from '../mail/mail.ts';
import type { PortalTables } from '../portal-store.ts';
import { contactsOf } from '../registration/mails.ts';
import type { Service } from '../service/table.ts';

const messages = createMessages({
  fr: {
    activate: {
      subject: (service: string) => `${service} est en production`,
      text: (platform: string) =>
        `Les usagers peuvent désormais se connecter avec ${platform}. L’identifiant et le secret ont été remis, une seule fois, à la personne qui a activé la production.`,
    },
    secret: {
      subject: (service: string) => `${service} : nouveau secret de production`,
      text: (platform: string) =>
        `Un nouveau secret de production pour ${platform} vient d’être créé. Si ce n’est pas vous, mettez-y fin et écrivez-nous.`,
    },
    registration: {
      subject: (service: string) => `${service} : enregistrement de production modifié`,
      text: (platform: string) =>
        `Une nouvelle version de l’enregistrement de production pour ${platform} vient d’être publiée. Si ce n’est pas vous, écrivez-nous.`,
    },
    open: 'Voir la production',
  },
  en: {
    activate: {
      subject: (service) => `${service} is in production`,
      text: (platform) =>
        `Citizens can now sign in with ${platform}. Client id and secret were handed over, once, to the person who activated production.`,
    },
    secret: {
      subject: (service) => `${service}: new production secret`,
      text: (platform) =>
        `A new production secret for ${platform} has just been made. If that was not you, end it and write to us.`,
    },
    registration: {
      subject: (service) => `${service}: production registration changed`,
      text: (platform) =>
        `A new version of the production registration for ${platform} has just been published. If that was not you, write to us.`,
    },
    open: 'See production',
  },
});

export interface ProductionMail {
  readonly deps: Pick<PortalDeps, 'config'>;
  readonly service: Service;
  readonly platform: Platform;
  /** Of the production. */
  readonly id: string;
  readonly about: 'activate' | 'secret' | 'registration';
  readonly nowMs: number;
}

/** Recipients: owners and technical contacts, the acting person included. */
export async function mailProduction(tables: PortalTables, mail: ProductionMail): Promise<void> {
  const { deps, service, platform, id, about, nowMs } = mail;
  const href = `${deps.config.origin}/services/${service.id}/${platform}/production`;
  await enqueueMails(tables, {
    idPrefix: `production-${id}-${about}-${nowMs}`,
    to: await contactsOf(tables, service.organisationId),
    write: (locale) => {
      const texts = messages(locale);
      return {
        subject: texts[about].subject(service.name),
        paragraphs: [texts[about].text(platformNames[platform])],
        link: { href, label: texts.open },
      };
    },
    nowMs,
  });
}
