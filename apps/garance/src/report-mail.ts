import type { Clock } from '@garance/core';
import type { Mail } from '@garance/store';
import { formatDateTime, renderMail } from '@garance/web/view';

interface ReportMailInput {
  readonly reference: string;
  readonly operatorMail: string;
  readonly hubName: string;
  readonly clock: Clock;
}

const keptMs = 24 * 3600 * 1000;

/** The mail that tells the operator that a citizen does not recognise a sign-in. */
export function reportMail({ reference, operatorMail, hubName, clock }: ReportMailInput): Mail {
  const subject = `Connexion signalée : ${reference}`;
  const { html, text } = renderMail({
    locale: 'fr',
    title: 'Une personne ne reconnaît pas une connexion',
    paragraphs: [
      `Référence de la connexion : ${reference}`,
      `Plateforme : ${hubName}`,
      `Signalée le ${formatDateTime('fr', clock.now())}.`,
    ],
    footer: 'Message automatique de Garance à l’équipe de la plateforme.',
  });
  return {
    id: `report-${reference}`,
    to: operatorMail,
    subject,
    text,
    html,
    expiresAtMs: clock.now() + keptMs,
  };
}
