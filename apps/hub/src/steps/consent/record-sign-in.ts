/**
 * What a sign-in records: one durable event without identity attributes, and a mail when the device is new for the
 * person.
 */
import type { Locale, Registration } from '@garance/core';
import { signInReportPath } from '../../addresses.ts';
import type { HubDeps } from '../../deps.ts';
import { makeReportLink } from '../../report-link.ts';
import type { SignedInPerson } from '../../transaction.ts';

export interface FinishedSignIn {
  /** Id of the event, and of the mail about it. */
  readonly reference: string;
  readonly registration: Registration;
  readonly person: SignedInPerson;
  readonly locale: Locale;
}

/** On plus a login that could not be recorded is refused; on standard it continues and the failure is logged. */
export async function recordSignIn(deps: HubDeps, signIn: FinishedSignIn): Promise<boolean> {
  const { reference, registration, person } = signIn;
  const { platform, environment } = deps.config;
  const written = deps
    .recordSignIn({
      id: reference,
      atMs: deps.clock.now(),
      hub: { platform, environment },
      personFingerprint: person.fingerprint,
      serviceId: registration.serviceId,
      clientId: registration.clientId,
      providerId: person.providerId,
      level: person.level,
    })
    .then(
      () => true,
      (error: unknown) => {
        deps.logger.error({ err: error }, 'sign-in event not recorded');
        return false;
      },
    );
  return platform === 'plus' ? written : true;
}

/** Queues the mail without delaying the login or letting it fail. @returns false without a mail address */
export function notifyCitizen(deps: HubDeps, signIn: FinishedSignIn): boolean {
  const { reference, registration, person, locale } = signIn;
  const { email } = person.identity;
  if (email === undefined) return false;
  const link = makeReportLink(deps.vault, reference, deps.clock.now());
  deps
    .notify({
      reference,
      reportUrl: `${deps.config.issuer}${signInReportPath}/${link}`,
      to: email,
      locale,
      serviceName: registration.displayName,
      providerName: deps.registry.findProvider(person.providerId)?.name ?? person.providerId,
      atMs: deps.clock.now(),
      environment: deps.config.environment,
    })
    .catch((error: unknown) => deps.logger.error({ err: error }, 'sign-in mail not queued'));
  return true;
}
