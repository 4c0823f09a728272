import type { ErrorCode } from '../errors/catalogue.ts';
import type { Platform } from '../platforms.ts';
import { toRegisterForm } from './birthdate.ts';
import type { RegisterAnswer } from './civil-register.ts';
import type { PivotIdentity, ProviderIdentity, ReleasedIdentity } from './identity.ts';

export type IdentityDecision =
  | { readonly ok: true; readonly identity: ReleasedIdentity }
  | {
      readonly ok: false;
      readonly error: ErrorCode;
      /** For the operator's log only. */
      readonly reason?: string;
    };

type Confirmed = Extract<RegisterAnswer, { identity: PivotIdentity }>;
type Refusal = Exclude<RegisterAnswer['kind'], Confirmed['kind']>;

/** Refusals are the same on both platforms: a subject identifier needs a confirmed person. */
const refusals: Readonly<Record<Refusal, ErrorCode>> = {
  'not-found': 'register.not_found',
  several: 'register.several',
  'usage-name-only': 'register.usage_name_only',
  deceased: 'register.refused',
  'invalid-request': 'register.invalid_request',
  unavailable: 'register.unavailable',
};

/** Which of the two identities a platform releases to the service. */
const releasedPivot: Readonly<
  Record<Platform, (from: { provider: PivotIdentity; register: PivotIdentity }) => PivotIdentity>
> = {
  standard: ({ register }) => register,
  plus: ({ provider }) => provider,
};

/**
 * Decides how a login goes on after the civil register's answer. E-mail and usage name are always the provider's.
 * Unknown parts of the register's birth date become `01`, the register's own form, so that both spellings give the same
 * subject; on plus the released birth date stays the provider's.
 *
 * @param provider identity from `parseProviderIdentity`
 * @returns the identity to release, or the error for the citizen's page: `register.*`
 */
export function decideIdentity(
  platform: Platform,
  answer: RegisterAnswer,
  provider: ProviderIdentity,
): IdentityDecision {
  if (!isConfirmed(answer)) {
    const { kind, reason } = answer;
    return { ok: false, error: refusals[kind], ...(reason !== undefined && { reason }) };
  }
  const register = { ...answer.identity, birthdate: toRegisterForm(answer.identity.birthdate) };
  const pivot = releasedPivot[platform]({ provider: provider.pivot, register });
  const source = answer.kind === 'not-asked' ? 'provider-alone' : 'civil-register';
  return { ok: true, identity: { ...provider, pivot, register, source } };
}

function isConfirmed(answer: RegisterAnswer): answer is Confirmed {
  return 'identity' in answer;
}
