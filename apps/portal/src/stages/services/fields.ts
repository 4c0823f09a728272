import { type Field, inBoth } from '../../objects/form/field.ts';
import { currentTerms } from '../../objects/service/terms.ts';
import { serviceTexts } from './texts.ts';

interface Offer {
  /** Organisations in which this person may begin a request. */
  readonly organisations: readonly { readonly id: string; readonly name: string; readonly siret?: string }[];
  /** Name of the person who accepts the terms. */
  readonly personName: string;
  /** Whether the person has already accepted this version of the terms. */
  readonly hasAccepted: boolean;
}

/** Fields of a new service: name, organisation, and acceptance of the terms by the person named. */
export function newServiceFields({ organisations, personName, hasAccepted }: Offer) {
  return [
    {
      kind: 'text',
      name: 'name',
      maxLength: 200,
      format: 'public-name',
      label: { fr: 'Nom du service', en: 'Name of the service' },
      hint: {
        fr: 'Celui que les usagers connaissent. Vous pourrez le préciser dans la demande.',
        en: 'The one that citizens know. You can refine it in the request.',
      },
    },
    {
      kind: 'choice',
      name: 'organisation',
      options: organisations.map(({ id, name, siret }) => ({
        value: id,
        label: { fr: name, en: name },
        ...(siret !== undefined && { hint: { fr: siret, en: siret } }),
      })),
      label: { fr: 'Pour quelle organisation ?', en: 'For which organisation?' },
    },
    {
      kind: 'tick',
      name: 'terms',
      value: currentTerms.version,
      ...(!hasAccepted && { mustBeTicked: true }),
      label: inBoth(serviceTexts, ({ terms }) => terms(currentTerms.version)),
      hint: inBoth(serviceTexts, ({ termsHint }) => termsHint(personName)),
    },
  ] as const satisfies readonly Field[];
}
