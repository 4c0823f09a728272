import { randomBytes } from 'node:crypto';
import { formatDate, type Locale, platformNames } from '@garance/web/view';
import type { PortalDeps } from '../../deps.ts';
import type { Effects } from '../lifecycle/transition.ts';
import { enqueueMails, type Recipient } from '../mail/mail.ts';
import type { PortalTables } from '../portal-store.ts';
import type { Service } from '../service/table.ts';
import { dayMs } from '../time/day.ts';
import { namedPerson, readAnswers } from './answers.ts';
import type { RequestEvent, requestLifecycle } from './lifecycle.ts';
import { type MailFacts, mailTexts } from './mail-texts.ts';
import { dataPeople, partnersConcerned, reviewersConcerned } from './recipients.ts';
import type { HabilitationRequest } from './tables/requests.ts';

/** Input of the mails of one transition. */
export interface MailSubject extends MailMatter {
  readonly event: RequestEvent;
}

interface MailMatter {
  readonly request: HabilitationRequest;
  readonly service: Service;
  /** Part of the mail's id: one event may cause several mails to several people. */
  readonly event: string;
  readonly reason?: string;
  readonly nowMs: number;
  readonly deps: Pick<PortalDeps, 'clock' | 'config'>;
  readonly newOwnerId?: string;
}

const invitationLifetimeMs = 14 * dayMs;

interface Letter {
  readonly subject: string;
  readonly lines: readonly string[];
}
type Write = (facts: MailFacts, locale: Locale) => Letter;

type MailEffect = 'mail-partner' | 'mail-reviewers' | 'mail-data-people' | 'invite-technical-contact';

/** Effects that only send mails. */
export function requestMails(about: MailSubject): Pick<Effects<typeof requestLifecycle>, MailEffect> {
  const { request, event, newOwnerId } = about;
  const { origin, operatorMail } = about.deps.config;
  const page = `${origin}/requests/${request.id}`;
  return {
    'mail-partner': async (tables) => {
      const recipients = await partnersConcerned(tables, request);
      await send(tables, about, { recipients, href: page, write: write('partner', event) });
      if (newOwnerId === undefined) return;
      const applicant = await tables.people.find(newOwnerId);
      if (applicant === undefined) return;
      const newApplicant: Write = (facts, locale) => mailTexts(locale).newApplicant(facts);
      const own = { ...about, event: `${event}-applicant` };
      await send(tables, own, { recipients: [applicant], href: page, write: newApplicant });
    },
    'mail-reviewers': async (tables) => {
      const recipients = await reviewersConcerned(tables, request, operatorMail);
      const href = `${origin}/review/${request.id}`;
      const own = { ...about, event: `${event}-review` };
      await send(tables, own, { recipients, href, write: write('reviewers', event) });
    },
    'mail-data-people': async (tables) => {
      const own = { ...about, event: `${event}-data` };
      const recipients = dataPeople(request);
      await send(tables, own, { recipients, write: (facts, locale) => mailTexts(locale).dataPeople(facts) });
    },
    'invite-technical-contact': (tables) => inviteTechnicalContact(tables, about),
  };
}

function write(side: 'partner' | 'reviewers', event: RequestEvent): Write {
  return (facts, locale) => {
    const text = mailTexts(locale)[side][event];
    if (text === undefined) throw new Error(`no mail to ${side} for ${event}`);
    return text(facts);
  };
}

interface Sending {
  readonly recipients: readonly Recipient[];
  readonly write: Write;
  readonly href?: string;
  readonly linkLabel?: (locale: Locale) => string;
}

async function send(tables: PortalTables, about: MailMatter, sending: Sending): Promise<void> {
  const { request, service, event, reason, nowMs } = about;
  const { href, linkLabel = (locale: Locale) => mailTexts(locale).open } = sending;
  // The clock has been started by an earlier effect: the promised day is the one in the table.
  const dueOn = (await tables.requests.find(request.id))?.dueOn;
  await enqueueMails(tables, {
    idPrefix: `request-${request.id}-${event}-${request.version}`,
    to: sending.recipients,
    write: (locale) => {
      const facts = {
        service: request.title || service.name,
        platform: platformNames[request.platform],
        reason: reason ?? '',
        due: dueOn === undefined ? '' : formatDate(locale, Date.parse(`${dueOn}T12:00:00Z`)),
      };
      const { subject, lines } = sending.write(facts, locale);
      return {
        subject,
        paragraphs: lines,
        ...(href !== undefined && { link: { href, label: linkLabel(locale) } }),
      };
    },
    nowMs,
  });
}

/** Invites the technical contact; a member of the organisation needs no invitation. */
async function inviteTechnicalContact(tables: PortalTables, about: MailSubject): Promise<void> {
  const { request, service, event } = about;
  const { origin } = about.deps.config;
  const contact = namedPerson(readAnswers(request.answers), 'technical');
  if (contact === undefined) return;
  const person = await tables.people.findByEmail(contact.email);
  const memberships = person === undefined ? [] : await tables.memberships.ofPerson(person.id);
  const isMember = memberships.some(({ organisationId }) => organisationId === request.organisationId);
  const href = isMember
    ? `${origin}/services/${service.id}`
    : await invitationLink(tables, about, contact.email);
  await send(
    tables,
    { ...about, event: `${event}-technical` },
    {
      recipients: [{ email: contact.email, locale: person?.locale ?? 'fr' }],
      write: (facts, locale) => mailTexts(locale).technical(facts),
      href,
      linkLabel: (locale) => (isMember ? mailTexts(locale).open : mailTexts(locale).accept),
    },
  );
}

async function invitationLink(
  tables: PortalTables,
  { request, deps }: MailMatter,
  email: string,
): Promise<string> {
  const secret = randomBytes(32).toString('base64url');
  await tables.invitations.create({
    secret,
    organisationId: request.organisationId,
    email,
    role: 'technical-contact',
    invitedBy: 'system',
    lifetimeMs: invitationLifetimeMs,
  });
  return `${deps.config.origin}/invitations/${secret}`;
}
