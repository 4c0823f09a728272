import type { Clock } from '@garance/core';
import type { SignInNotice } from '@garance/hub';
import type { Mail } from '@garance/store';
import { createMessages, formatDateTime, renderMail } from '@garance/web/view';

const messages = createMessages({
  fr: {
    subject: (service: string) => `Connexion à ${service}`,
    what: (service: string, provider: string, when: string) =>
      `Une connexion à ${service} a eu lieu avec ${provider}, le ${when}.`,
    reference: (reference: string) => `Référence de la connexion : ${reference}`,
    fine: 'Si c’est bien vous, vous n’avez rien à faire.',
    notMe: 'Ce n’était pas moi',
    footer: (platform: string) =>
      `Ce message vous est envoyé par ${platform} quand une connexion vient d’un appareil nouveau pour vous, pour votre sécurité. Il ne demande aucun mot de passe.`,
    test: 'Environnement de test : cette connexion est fictive.',
  },
  en: {
    subject: (service) => `Sign-in to ${service}`,
    what: (service, provider, when) => `Someone signed in to ${service} with ${provider} on ${when}.`,
    reference: (reference) => `Reference of the sign-in: ${reference}`,
    fine: 'If this was you, there is nothing to do.',
    notMe: 'This was not me',
    footer: (platform) =>
      `${platform} sends you this message when a sign-in comes from a device that is new to you, for your safety. It never asks for a password.`,
    test: 'Test environment: this sign-in is fictional.',
  },
});

/** An undelivered mail is dropped after a day: a citizen's address is stored no longer (identity.md, minimisation). */
const keptMs = 24 * 3600 * 1000;

interface SignInMailContext {
  readonly clock: Clock;
  readonly platformName: string;
}

/** The mail after a sign-in from a new device: service, provider, time and reference. */
export function signInMail(notice: SignInNotice, { clock, platformName }: SignInMailContext): Mail {
  const { locale, serviceName, providerName, atMs, environment } = notice;
  const texts = messages(locale);
  const { html, text } = renderMail({
    locale,
    title: texts.subject(serviceName),
    paragraphs: [
      texts.what(serviceName, providerName, formatDateTime(locale, atMs)),
      texts.reference(notice.reference),
      texts.fine,
      ...(environment === 'production' ? [] : [texts.test]),
    ],
    link: { href: notice.reportUrl, label: texts.notMe },
    footer: texts.footer(platformName),
  });
  return {
    id: `sign-in-${notice.reference}`,
    to: notice.to,
    subject: texts.subject(serviceName),
    text,
    html,
    expiresAtMs: clock.now() + keptMs,
  };
}
