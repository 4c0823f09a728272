import { type AddressPolicy, vetUrl } from '@garance/web/outbound';
import { type Field, inBoth, plainOptions } from '../../objects/form/field.ts';
import { addressRule, calledAddress } from '../../objects/form/web-address.ts';
import { datapassEvents } from '../../objects/request/datapass-fields.ts';
import { webhookTexts } from './pages/texts.ts';

/**
 * Checks an address as far as possible before its name is resolved; the SSRF guard checks it again at each call
 * (security.md 11).
 */
function isVetted(url: string, policy: AddressPolicy): boolean {
  try {
    vetUrl(url, policy);
    return true;
  } catch {
    return false;
  }
}

/** An external system that receives events. */
export function endpointFields(policy: AddressPolicy) {
  return [
    {
      kind: 'text',
      name: 'url',
      maxLength: 1_000,
      rule: addressRule(calledAddress(policy)).refine((url) => isVetted(url, policy)),
      label: inBoth(webhookTexts, ({ url }) => url),
      hint: {
        fr: 'https, publique, sans identifiant ni mot de passe. Elle reçoit des données personnelles.',
        en: 'https, public, without user name or password. It receives personal data.',
      },
      error: {
        fr: 'Indiquez une adresse https publique, sans identifiant ni mot de passe.',
        en: 'Give a public https address, without user name or password.',
      },
    },
    {
      kind: 'choices',
      name: 'events',
      options: plainOptions(datapassEvents),
      label: inBoth(webhookTexts, ({ events }) => events),
      error: { fr: 'Choisissez au moins un événement.', en: 'Choose at least one event.' },
    },
  ] as const satisfies readonly Field[];
}
