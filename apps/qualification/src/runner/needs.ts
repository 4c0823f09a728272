import type { Localized, Platform } from '@garance/core';
import type { Need, Scenario } from '../vocabulary/scenario.ts';
import type { Stage } from '../vocabulary/stage.ts';
import { needReasons, reasons } from './reasons.ts';

interface Circumstances {
  readonly service: Stage['service'];
  readonly mode: 'browser' | 'http';
  readonly slow: boolean;
}

/** The reason why a scenario does not apply to this service in this run; undefined when it applies. */
export function findUnmetNeed(scenario: Scenario, circumstances: Circumstances): Localized | undefined {
  const unmet = scenario.needs?.find((need) => !isMet(need, circumstances));
  if (unmet !== undefined) return needReasons[unmet];
  return scenario.slow === true && !circumstances.slow ? reasons.slow : undefined;
}

function isMet(need: Need, { service, mode }: Circumstances): boolean {
  switch (need) {
    case 'logout-url':
      return service.logoutUrl !== undefined;
    case 'sign-up-url':
      return service.signUpUrl !== undefined;
    case 'browser':
      return mode === 'browser';
    case 'rehearsal-issuer':
      return service.onRehearsalIssuer === true;
    case 'encryption':
      return service.encrypted;
    case 'second-encryption-key':
      return service.hasSecondEncryptionKey;
    case 'client-secret':
      return service.authMethod !== 'private_key_jwt';
    case 'published-keys':
      return service.jwks !== undefined;
    case 'step-up-url':
      return service.stepUpUrl !== undefined;
    case 'profile-url':
      return service.profileUrl !== undefined;
  }
}

export function appliesTo(scenario: Scenario, platform: Platform): boolean {
  return scenario.platforms?.includes(platform) ?? true;
}
