/**
 * Runs the suite for the partner space: in a separate process without secrets, which gets every rehearsal token from
 * this federation's rehearsal service, for the one service of the run. Loaded when first needed, because a start needs
 * no browser.
 */
import type { Localized } from '@garance/core';
import { type QualificationRunner, SuiteCannotBegin } from '@garance/portal';
import { toHtml, toJson, toJunit } from '@garance/qualification/report';
import type { CannotRunReason } from '@garance/qualification/runner';
import type { AddressPolicy } from '@garance/web/outbound';
import type { Rehearsals } from './rehearsal.ts';

interface RunnerSettings {
  /** Addresses that the suite's browser may connect to (security.md 11). */
  readonly policy: AddressPolicy;
  /** Time scale of the rehearsal service: shortens waits in tests. */
  readonly scale: number | undefined;
  /** Ids of the scenarios to play; undefined: all. */
  readonly only: readonly string[] | undefined;
  readonly logger: { warn(fields: object, text: string): void };
}

/** @param rehearsals opens the rehearsals of the service under test */
export function createQualificationRunner(
  rehearsals: Pick<Rehearsals, 'open'>,
  { policy, scale, only, logger }: RunnerSettings,
): QualificationRunner {
  return {
    start: async ({ registration, target }, onProgress, signal) => {
      const { CannotRun, runSuiteApart } = await import('@garance/qualification/runner');
      const rehearsal = await rehearsals.open(registration.clientId, registration.platform);
      try {
        // Slow scenarios included: a partial run does not qualify a service.
        const options = { rehearsal, service: target, mode: 'browser', slow: true, policy } as const;
        const limits = { ...(scale !== undefined && { scale }), ...(only !== undefined && { only }) };
        return await runSuiteApart({
          ...options,
          ...limits,
          // On loopback, a run without the browser's sandbox is better than none; it is logged each time.
          sandbox: 'preferred',
          onWarning: (warning) => logger.warn({ warning }, warnings[warning]),
          onProgress,
          signal,
        });
      } catch (error) {
        if (!(error instanceof CannotRun)) throw error;
        const { reason, pageUrl, pageText } = error;
        throw new SuiteCannotBegin({
          text: explanations[reason],
          ...(pageUrl !== undefined && { pageUrl }),
          ...(pageText !== undefined && { pageText }),
        });
      } finally {
        await rehearsal.close();
      }
    },
    render: (run, format, locale) => {
      if (format === 'html') return toHtml(run, locale);
      if (format === 'junit') return toJunit(run, locale);
      return `${JSON.stringify(toJson(run), null, 2)}\n`;
    },
  };
}

const warnings = {
  'no-sandbox':
    'the browser of a qualification run has NO SANDBOX on this machine: a page that breaks out of it acts as its user. Allow user namespaces',
} as const;

/** Texts in the terms of the form; the command's texts name its arguments. */
const explanations: Readonly<Record<CannotRunReason, Localized>> = {
  unreachable: {
    fr: 'Le service ne répond pas à la page de connexion ou à la page protégée.',
    en: 'The service does not answer at its sign-in page or at its protected page.',
  },
  'no-sign-in': {
    fr: 'La page de connexion n’a mené à aucune demande de connexion de ce client sur la plateforme d’intégration. Vérifiez l’émetteur et l’identifiant de client que le service emploie.',
    en: 'The sign-in page led to no sign-in request of this client at the integration platform. Check the issuer and the client id that the service uses.',
  },
  'refused-by-hub': {
    fr: 'La plateforme a refusé la demande de connexion du service : la page ci-dessous dit pourquoi.',
    en: 'The platform refused the service’s sign-in request: the page below says why.',
  },
  'never-signed-in': {
    fr: 'Après une connexion ordinaire, le service ne montre pas ce qui prouve que la personne est connectée.',
    en: 'After an ordinary sign-in the service does not show what proves that the person is signed in.',
  },
  'always-signed-in': {
    fr: 'Ce qui devait montrer qu’une personne est connectée se voit aussi sans être connecté.',
    en: 'What was to show that a person is signed in can be seen without being signed in.',
  },
  'not-protected': {
    fr: 'La page protégée montre la même chose à tout le monde.',
    en: 'The protected page shows the same to everyone.',
  },
  'no-browser': {
    fr: 'Aucun navigateur ne démarre sur la plateforme. Écrivez-nous.',
    en: 'No browser starts on the platform. Write to us.',
  },
  'no-sandbox': {
    fr: 'Le navigateur de la plateforme n’a pas de bac à sable : il ne s’ouvre pas sur des pages de partenaires. Écrivez-nous.',
    en: 'The platform’s browser has no sandbox: it is not opened on pages of partners. Write to us.',
  },
  'no-scenarios': {
    fr: 'Aucun scénario ne s’applique à cette plateforme.',
    en: 'No scenario applies to this platform.',
  },
};
