import type { Localized } from '@garance/core';
import type { Field, FormStep, Requirement } from './field.ts';

interface PersonFields {
  readonly prefix: string;
  readonly who: Localized;
  readonly required: Requirement;
  readonly phone: Requirement;
  readonly mobile?: boolean;
}

/** Name, address and telephone of one person. */
function personFields({ prefix, who, required, phone, mobile = false }: PersonFields): readonly Field[] {
  return [
    {
      name: `${prefix}_name`,
      kind: 'text',
      format: 'public-name',
      maxLength: 200,
      required,
      label: { fr: `${who.fr} : prénom et nom`, en: `${who.en}: full name` },
    },
    {
      name: `${prefix}_email`,
      kind: 'text',
      format: 'email',
      maxLength: 254,
      required,
      label: { fr: `${who.fr} : adresse électronique`, en: `${who.en}: e-mail address` },
    },
    {
      name: `${prefix}_phone`,
      kind: 'text',
      format: mobile ? 'french-mobile' : 'phone',
      maxLength: 30,
      required: phone,
      label: mobile
        ? { fr: `${who.fr} : téléphone mobile français`, en: `${who.en}: French mobile number` }
        : { fr: `${who.fr} : téléphone`, en: `${who.en}: telephone` },
      ...(mobile && {
        hint: {
          fr: 'Il servira à la remise des identifiants de production. Par exemple 06 12 34 56 78.',
          en: 'Used when production credentials are handed over. For example 06 12 34 56 78.',
        },
      }),
    },
  ];
}

const forPlus: Requirement = {
  when: { is: 'platform', platform: 'plus' },
  label: { fr: 'pour FranceConnect+', en: 'for FranceConnect+' },
};

/** Questions about the responsible people. */
export const peopleStep: FormStep = {
  name: 'people',
  title: { fr: 'Responsables et contacts', en: 'People' },
  intro: {
    fr: 'Le responsable de traitement et le délégué à la protection des données seront prévenus de la décision. Le contact technique recevra l’accès aux ressources d’intégration.',
    en: 'The data controller and the data protection officer will be notified of the decision. The technical contact will receive access to the integration resources.',
  },
  fields: [
    ...personFields({
      prefix: 'controller',
      who: { fr: 'Responsable de traitement', en: 'Data controller' },
      required: 'always',
      phone: 'never',
    }),
    ...personFields({
      prefix: 'dpo',
      who: { fr: 'Délégué à la protection des données', en: 'Data protection officer' },
      required: 'always',
      phone: 'never',
    }),
    ...personFields({
      prefix: 'technical',
      who: { fr: 'Contact technique', en: 'Technical contact' },
      required: 'always',
      phone: 'always',
      mobile: true,
    }),
    ...personFields({
      prefix: 'security',
      who: { fr: 'Responsable de la sécurité (RSSI)', en: 'Information security officer (RSSI)' },
      required: forPlus,
      phone: 'never',
    }),
  ],
};
