/** Mails about a qualification, in the language of each recipient. */

import { formatDate, type Locale, platformNames } from '@garance/web/view';
import type { PortalDeps } from '../../deps.ts';
import { enqueueMails, type Recipient } from '../mail/mail.ts';
import type { PortalTables } from '../portal-store.ts';
import { contactsOf } from '../registration/mails.ts';
import type { QualificationView } from './read.ts';
import type { Qualification } from './tables/qualifications.ts';

export interface QualificationMail {
  readonly deps: Pick<PortalDeps, 'clock' | 'config'>;
  readonly view: Pick<QualificationView, 'service'>;
  readonly qualification: Qualification;
  readonly event: string;
  readonly reason?: string;
  readonly nowMs: number;
}

interface Letter {
  readonly subject: string;
  readonly lines: readonly string[];
}
interface Facts {
  readonly service: string;
  readonly platform: string;
  readonly reason: string;
  /** Formatted date; '' where there is none. */
  readonly due: string;
}

interface Texts {
  readonly submit: (facts: Facts) => Letter;
  readonly request_changes: (facts: Facts) => Letter;
  readonly accept: (facts: Facts) => Letter;
  readonly expire: (facts: Facts) => Letter;
  readonly withdraw: (facts: Facts) => Letter;
  readonly officers: (facts: Facts) => Letter;
  readonly open: string;
}

const messages: Readonly<Record<Locale, Texts>> = {
  fr: {
    submit: ({ service, platform, due }) => ({
      subject: `${service} : qualification transmise`,
      lines: [`La qualification de ${service} pour ${platform} est transmise. Réponse promise le ${due}.`],
    }),
    request_changes: ({ service, platform, reason }) => ({
      subject: `${service} : qualification, modifications demandées`,
      lines: [
        `Des points de la qualification de ${service} pour ${platform} sont à reprendre.`,
        reason,
        'Le détail, point par point, se trouve sur la page de qualification.',
      ],
    }),
    accept: ({ service, platform }) => ({
      subject: `${service} est qualifié`,
      lines: [
        `${service} est qualifié pour ${platform}. Vous pouvez préparer la production.`,
        'Un propriétaire ou le contact technique l’active avec son second facteur ; le secret n’est montré qu’une fois.',
      ],
    }),
    expire: ({ service, platform }) => ({
      subject: `${service} : qualification à renouveler`,
      lines: [
        `La qualification de ${service} pour ${platform} a un an. Votre production continue ; relancez la suite et transmettez la qualification à nouveau.`,
      ],
    }),
    withdraw: ({ service, platform, reason }) => ({
      subject: `${service} : qualification retirée`,
      lines: [`La qualification de ${service} pour ${platform} est retirée.`, reason],
    }),
    officers: ({ service, platform, due }) => ({
      subject: `À qualifier : ${service}`,
      lines: [`${service} (${platform}) attend une décision, promise pour le ${due}.`],
    }),
    open: 'Ouvrir dans l’espace partenaires',
  },
  en: {
    submit: ({ service, platform, due }) => ({
      subject: `${service}: qualification sent`,
      lines: [`The qualification of ${service} for ${platform} is sent. An answer is promised by ${due}.`],
    }),
    request_changes: ({ service, platform, reason }) => ({
      subject: `${service}: qualification, changes requested`,
      lines: [
        `Some points of the qualification of ${service} for ${platform} need work.`,
        reason,
        'The qualification page says which, item by item.',
      ],
    }),
    accept: ({ service, platform }) => ({
      subject: `${service} is qualified`,
      lines: [
        `${service} is qualified for ${platform}. You can prepare production.`,
        'An owner or the technical contact activates it with their second factor; the secret is shown once only.',
      ],
    }),
    expire: ({ service, platform }) => ({
      subject: `${service}: qualification to be repeated`,
      lines: [
        `The qualification of ${service} for ${platform} is one year old. Your production goes on; run the suite and send the qualification again.`,
      ],
    }),
    withdraw: ({ service, platform, reason }) => ({
      subject: `${service}: qualification withdrawn`,
      lines: [`The qualification of ${service} for ${platform} is withdrawn.`, reason],
    }),
    officers: ({ service, platform, due }) => ({
      subject: `To qualify: ${service}`,
      lines: [`${service} (${platform}) waits for a decision, promised by ${due}.`],
    }),
    open: 'Open in the partner space',
  },
};

type LetterName = Exclude<keyof Texts, 'open'>;

/** To owners and technical contacts, on every decision. */
export async function mailPartner(tables: PortalTables, about: QualificationMail): Promise<void> {
  const { qualification, deps, event } = about;
  const { serviceId, platform, organisationId } = qualification;
  await send(tables, about, {
    letter: event as LetterName,
    recipients: await contactsOf(tables, organisationId),
    href: `${deps.config.origin}/services/${serviceId}/${platform}/qualification`,
  });
}

/** Every officer, else the team's address. */
export async function mailOfficers(tables: PortalTables, about: QualificationMail): Promise<void> {
  const { qualification, deps } = about;
  const officers = await tables.platformRoles.list('qualification-officer');
  const recipients: readonly Recipient[] =
    officers.length === 0 ? [{ email: deps.config.operatorMail, locale: 'fr' }] : officers;
  const href = `${deps.config.origin}/qualifications/${qualification.id}`;
  await send(tables, about, { letter: 'officers', recipients, href });
}

async function send(
  tables: PortalTables,
  { qualification, view, event, reason, nowMs }: QualificationMail,
  sending: {
    readonly letter: LetterName;
    readonly recipients: readonly Recipient[];
    readonly href: string;
  },
): Promise<void> {
  const { dueOn } = (await tables.qualifications.find(qualification.id)) ?? qualification;
  const due = (locale: Locale) =>
    dueOn === undefined ? '' : formatDate(locale, Date.parse(`${dueOn}T12:00:00Z`));
  await enqueueMails(tables, {
    idPrefix: `qualification-${qualification.id}-${event}-${sending.letter}-${qualification.version}`,
    to: sending.recipients,
    write: (locale) => {
      const texts = messages[locale];
      const { subject, lines } = texts[sending.letter]({
        service: view.service.name,
        platform: platformNames[qualification.platform],
        reason: reason ?? '',
        due: due(locale),
      });
      return {
        subject,
        paragraphs: lines.filter((line) => line !== ''),
        link: { href: sending.href, label: texts.open },
      };
    },
    nowMs,
  });
}
