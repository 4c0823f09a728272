/** Mails about a client registration, in the language of each recipient; they contain no secret. */

import { createMessages, formatDate, type Locale, platformNames } from '@garance/web/view';
import type { PortalDeps } from '../../deps.ts';
import type { Person } from '../account/tables/accounts.ts';
import { enqueueMails, type MailText } from '../mail/mail.ts';
import type { PortalTables } from '../portal-store.ts';
import type { ClientRegistration } from './tables/client-registrations.ts';

type ClientRegistrationEvent = 'suspend' | 'resume' | 'revoke';

const messages = createMessages({
  fr: {
    environments: { integration: 'intégration', production: 'production' },
    subject: {
      suspend: (name: string) => `${name} : connexions suspendues`,
      resume: (name: string) => `${name} : connexions rétablies`,
      revoke: (name: string) => `${name} : accès retiré`,
    },
    what: {
      suspend: (hub: string) =>
        `L’accès de votre service à ${hub} est suspendu. Plus personne ne peut s’y connecter.`,
      resume: (hub: string) =>
        `L’accès de votre service à ${hub} est rétabli. On peut de nouveau s’y connecter.`,
      revoke: (hub: string) => `L’accès de votre service à ${hub} est retiré définitivement.`,
    },
    reason: (reason: string) => `Raison donnée : ${reason}`,
    open: 'Voir le service',
    endingSubject: {
      secret: (name: string, date: string) => `${name} : un secret arrive à échéance le ${date}`,
      old: (name: string, date: string) => `${name} : un secret date du ${date}`,
      keys: (name: string, date: string) => `${name} : une clé arrive à échéance le ${date}`,
    },
    endingText: {
      secret:
        'Créez un nouveau secret, installez-le dans votre service, puis laissez l’ancien s’éteindre : les deux fonctionnent pendant la transition.',
      old: 'Ce secret n’a pas de date de fin et sert depuis longtemps. Nous vous conseillons de le renouveler : les deux fonctionnent pendant la transition.',
      keys: 'Le certificat d’une clé publiée par votre service se termine. Publiez sa remplaçante à côté d’elle avant cette date.',
    },
    concerns: (hub: string) => `Cela concerne ${hub}.`,
  },
  en: {
    environments: { integration: 'integration', production: 'production' },
    subject: {
      suspend: (name) => `${name}: sign-ins suspended`,
      resume: (name) => `${name}: sign-ins restored`,
      revoke: (name) => `${name}: access withdrawn`,
    },
    what: {
      suspend: (hub) =>
        `The access of your service to ${hub} is suspended. Nobody can sign in to it any more.`,
      resume: (hub) => `The access of your service to ${hub} is restored. People can sign in to it again.`,
      revoke: (hub) => `The access of your service to ${hub} is withdrawn for good.`,
    },
    reason: (reason) => `Reason given: ${reason}`,
    open: 'See the service',
    endingSubject: {
      secret: (name, date) => `${name}: a secret ends on ${date}`,
      old: (name, date) => `${name}: a secret dates from ${date}`,
      keys: (name, date) => `${name}: a key ends on ${date}`,
    },
    endingText: {
      secret:
        'Create a new secret, install it in your service, then let the old one end: both work during the change.',
      old: 'This secret has no end date and has served for long. We advise you to renew it: both work during the change.',
      keys: 'The certificate of a key that your service publishes is ending. Publish its successor beside it before that date.',
    },
    concerns: (hub) => `This concerns ${hub}.`,
  },
});

/** Recipients: owners and technical contacts of the service. */
export async function contactsOf(
  tables: Pick<PortalTables, 'memberships'>,
  organisationId: string,
): Promise<readonly Person[]> {
  const members = await tables.memberships.list(organisationId);
  return members
    .filter(({ role }) => role === 'owner' || role === 'technical-contact')
    .map(({ person }) => person);
}

export function hubName(locale: Locale, { platform, environment }: ClientRegistration): string {
  return `${platformNames[platform]} (${messages(locale).environments[environment]})`;
}

interface ClientRegistrationMail {
  readonly deps: Pick<PortalDeps, 'clock' | 'config'>;
  readonly access: ClientRegistration;
  readonly event: ClientRegistrationEvent;
  readonly reason: string;
  readonly atMs: number;
}

/** To owners and technical contacts: what happened to the access and why. */
export async function mailPartners(
  tables: PortalTables,
  { deps, access, event, reason, atMs }: ClientRegistrationMail,
): Promise<void> {
  const name = (await tables.services.find(access.serviceId))?.name ?? access.clientId;
  await send(tables, { deps, access, id: `access-${access.id}-${event}-${atMs}` }, (locale) => {
    const texts = messages(locale);
    const hub = hubName(locale, access);
    const because = reason === '' ? [] : [texts.reason(reason)];
    return { subject: texts.subject[event](name), paragraphs: [texts.what[event](hub), ...because] };
  });
}

export interface EndingNotice {
  readonly deps: Pick<PortalDeps, 'clock' | 'config'>;
  readonly access: ClientRegistration;
  readonly kind: 'secret' | 'old' | 'keys';
  /** Expiry, or the creation date for a secret without expiry. */
  readonly dateMs: number;
  /** Id of the notice: a repeat is not mailed again. */
  readonly id: string;
}

/** Announces a secret or key that is about to expire, or a secret without expiry that is old. */
export async function mailEnding(tables: PortalTables, notice: EndingNotice): Promise<void> {
  const { access, kind, dateMs } = notice;
  const name = (await tables.services.find(access.serviceId))?.name ?? access.clientId;
  await send(tables, notice, (locale) => {
    const texts = messages(locale);
    const subject = texts.endingSubject[kind](name, formatDate(locale, dateMs));
    return { subject, paragraphs: [texts.endingText[kind], texts.concerns(hubName(locale, access))] };
  });
}

interface Sending {
  readonly deps: Pick<PortalDeps, 'clock' | 'config'>;
  readonly access: ClientRegistration;
  readonly id: string;
}

async function send(
  tables: PortalTables,
  { deps, access, id }: Sending,
  write: (locale: Locale) => MailText,
): Promise<void> {
  const service = await tables.services.find(access.serviceId);
  const organisationId = service?.organisationId ?? access.organisationId;
  const href = `${deps.config.origin}/services/${access.serviceId}`;
  await enqueueMails(tables, {
    idPrefix: id,
    to: await contactsOf(tables, organisationId),
    write: (locale) => ({ ...write(locale), link: { href, label: messages(locale).open } }),
    nowMs: deps.clock.now(),
  });
}
