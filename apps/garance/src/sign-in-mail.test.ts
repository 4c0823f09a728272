import { createManualClock } from '@garance/core';
import { expect, it } from 'vitest';
import { signInMail } from './sign-in-mail.ts';

const notice = {
  reference: '0f8fad5b-d9cb-469f-a165-70867728950e',
  reportUrl: 'https://hub.example/api/v2/sign-in-report/v1.sealed',
  to: 'angela@courriel.example',
  serviceName: 'Ville de <b>Montfleury</b>',
  providerName: 'Identité Pastel',
  atMs: Date.UTC(2026, 5, 1, 12),
  environment: 'production',
} as const;

it.each([
  ['fr', 'Référence de la connexion : ', '1er juin 2026 à 14 h 00', 'appareil nouveau', 'Ce n’était pas moi'],
  ['en', 'Reference of the sign-in: ', '1 June 2026', 'device that is new', 'This was not me'],
] as const)(
  'the mail after a sign-in has service, provider, time, reference and a link to report it: %s',
  (locale, ...texts) => {
    const clock = createManualClock(notice.atMs);
    const mail = signInMail({ ...notice, locale }, { clock, platformName: 'Garance' });
    for (const text of [
      ...texts,
      notice.serviceName,
      notice.providerName,
      notice.reference,
      notice.reportUrl,
    ]) {
      expect(mail.text).toContain(text);
    }
    expect(mail.html).not.toContain('<b>');
    // Queued once and for a day, because the address must not be stored longer.
    expect([mail.id, mail.to, mail.expiresAtMs]).toEqual([
      `sign-in-${notice.reference}`,
      notice.to,
      notice.atMs + 24 * 3600_000,
    ]);
  },
);
