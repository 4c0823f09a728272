import type { ScenarioRecord } from '@garance/core';
import { createMessages, platformNames } from '@garance/web/view';
import type { PortalDeps } from '../../../deps.ts';
import { enqueueMails } from '../../mail/mail.ts';
import type { PortalTables } from '../../portal-store.ts';
import { contactsOf } from '../../registration/mails.ts';
import type { Service } from '../../service/table.ts';
import type { QualificationRun } from '../tables/qualification-runs.ts';

const shown = 20;

const messages = createMessages({
  fr: {
    subject: (service: string, platform: string) =>
      `${service} (${platform}) : la suite a trouvé une régression`,
    intro: (count: string) =>
      `La vérification régulière de votre service qualifié a trouvé ${count} scénario(s) qui réussissaient et échouent maintenant.`,
    more: (count: string) => `… et ${count} de plus.`,
    next: 'Corrigez-les, puis relancez la suite. Votre qualification et votre production restent en place.',
    open: 'Voir l’exécution',
  },
  en: {
    subject: (service, platform) => `${service} (${platform}): the suite found a regression`,
    intro: (count) =>
      `The regular check of your qualified service found ${count} scenario(s) that used to pass and fail now.`,
    more: (count) => `… and ${count} more.`,
    next: 'Fix them, then run the suite again. Your qualification and your production stay as they are.',
    open: 'See the run',
  },
});

/** Tells owners and technical contacts which scenarios used to pass and fail now. One mail per run and person. */
export async function mailRegressions(
  tables: PortalTables,
  { config, clock }: Pick<PortalDeps, 'config' | 'clock'>,
  about: {
    readonly run: QualificationRun;
    readonly service: Service;
    readonly regressed: readonly Pick<ScenarioRecord, 'id' | 'title'>[];
  },
): Promise<void> {
  const { run, service, regressed } = about;
  const more = regressed.length - shown;
  const href = `${config.origin}/services/${service.id}/${run.platform}/qualification/runs/${run.id}`;
  await enqueueMails(tables, {
    idPrefix: `qualification-run-${run.id}-regressed`,
    to: await contactsOf(tables, service.organisationId),
    write: (locale) => {
      const texts = messages(locale);
      return {
        subject: texts.subject(service.name, platformNames[run.platform]),
        paragraphs: [
          texts.intro(`${regressed.length}`),
          ...regressed.slice(0, shown).map(({ id, title }) => `${title[locale]} (${id})`),
          ...(more > 0 ? [texts.more(`${more}`)] : []),
          texts.next,
        ],
        link: { href, label: texts.open },
      };
    },
    nowMs: clock.now(),
  });
}
