/** Fields of the forms about people and organisations. */
import { type Field, inBoth } from '../../objects/form/field.ts';
import { publicName } from '../../objects/form/formats.ts';
import { partnerRoles } from '../../objects/lifecycle/lifecycle.ts';
import { organisationTexts, roleNames } from '../../objects/organisation/texts.ts';
import { secondFactorTexts } from './second-factor/texts.ts';
import { signInTexts } from './sign-in/texts.ts';

const email = {
  kind: 'text',
  name: 'email',
  maxLength: 254,
  format: 'email',
  label: { fr: 'Adresse de courriel professionnelle', en: 'Professional mail address' },
} as const satisfies Field;

export const signInFields = [
  {
    ...email,
    autoComplete: 'email',
    hint: { fr: 'Par exemple prenom.nom@mairie.fr', en: 'For example first.last@townhall.fr' },
    error: {
      fr: 'Saisissez une adresse de courriel complète, comme prenom.nom@mairie.fr',
      en: 'Type a whole mail address, such as first.last@townhall.fr',
    },
  },
] as const satisfies readonly Field[];

const personName = {
  kind: 'text',
  name: 'name',
  maxLength: 100,
  rule: publicName(100),
  autoComplete: 'name',
  label: { fr: 'Prénom et nom', en: 'First and last name' },
  error: {
    fr: 'Saisissez votre prénom et votre nom, en 100 caractères au plus et sans adresse de site',
    en: 'Type your first and last name, in 100 characters at most and without an address of a web site',
  },
} as const satisfies Field;

export const signUpFields = [
  {
    ...personName,
    hint: {
      fr: 'Vos collègues et l’équipe de la plateforme le voient à côté de vos messages.',
      en: 'Your colleagues and the platform team see it next to your messages.',
    },
  },
] as const satisfies readonly Field[];

export const profileFields = [
  personName,
  {
    kind: 'choice',
    name: 'locale',
    options: [
      { value: 'fr', label: { fr: 'Français', en: 'Français' }, lang: 'fr' },
      { value: 'en', label: { fr: 'English', en: 'English' }, lang: 'en' },
    ],
    label: { fr: 'Langue des courriels', en: 'Language of mails' },
  },
] as const satisfies readonly Field[];

export const organisationFields = [
  {
    kind: 'text',
    name: 'siret',
    maxLength: 20,
    width: 20,
    format: 'siret',
    label: { fr: 'SIRET', en: 'SIRET' },
    hint: {
      fr: 'Quatorze chiffres, ceux de l’établissement qui porte le service',
      en: 'Fourteen digits, those of the establishment that runs the service',
    },
    error: {
      fr: 'Ce SIRET n’est pas valide. Vérifiez ses quatorze chiffres.',
      en: 'This SIRET is not valid. Check its fourteen digits.',
    },
  },
  {
    kind: 'text',
    name: 'name',
    maxLength: 150,
    rule: publicName(150),
    autoComplete: 'organization',
    label: { fr: 'Nom de l’organisation', en: 'Name of the organisation' },
    error: {
      fr: 'Saisissez le nom de l’organisation, en 150 caractères au plus et sans adresse de site',
      en: 'Type the name of the organisation, in 150 characters at most and without an address of a web site',
    },
  },
  {
    kind: 'long-text',
    name: 'address',
    maxLength: 300,
    rows: 3,
    autoComplete: 'street-address',
    format: 'postal-address',
    label: { fr: 'Adresse postale', en: 'Postal address' },
    error: {
      fr: 'Saisissez l’adresse postale, en 300 caractères au plus',
      en: 'Type the postal address, in 300 characters at most',
    },
  },
] as const satisfies readonly Field[];

export const roleFields = [
  {
    kind: 'choice',
    name: 'role',
    options: partnerRoles.map((value) => ({
      value,
      label: inBoth(roleNames, (names) => names[value]),
      hint: inBoth(organisationTexts, ({ roleHints }) => roleHints[value]),
    })),
    label: inBoth(organisationTexts, ({ columns }) => columns.role),
  },
] as const satisfies readonly Field[];

export const inviteFields = [{ ...email, autoComplete: 'off' }, ...roleFields] as const;

const code = {
  kind: 'text',
  type: 'code',
  name: 'code',
  maxLength: 12,
  width: 10,
  autoComplete: 'one-time-code',
} as const;

/** The code from a mail. */
export const mailCodeFields = [
  { ...code, label: inBoth(signInTexts, (texts) => texts.code) },
] as const satisfies readonly Field[];

const appCode = { ...code, hint: inBoth(secondFactorTexts, (texts) => texts.codeHint) } as const;

/** A code of the person's authenticator app. */
export const appCodeFields = [
  { ...appCode, label: inBoth(secondFactorTexts, (texts) => texts.code) },
] as const satisfies readonly Field[];

/** The first code of an authenticator app that is being added. */
export const firstAppCodeFields = [
  { ...appCode, label: inBoth(secondFactorTexts, (texts) => texts.confirmCode) },
] as const satisfies readonly Field[];

/** Name of a new passkey. */
export const passkeyFields = [
  {
    kind: 'text',
    name: 'name',
    maxLength: 60,
    rule: publicName(60),
    label: inBoth(secondFactorTexts, (texts) => texts.passkeyName),
    hint: inBoth(secondFactorTexts, (texts) => texts.passkeyNameHint),
    error: inBoth(secondFactorTexts, (texts) => texts.passkeyNameError),
  },
] as const satisfies readonly Field[];

/** The person whose second factors are reset, and how their identity was checked. */
export const recoveryFields = [
  {
    kind: 'text',
    name: 'email',
    maxLength: 254,
    format: 'email',
    autoComplete: 'off',
    label: inBoth(secondFactorTexts, (texts) => texts.recoveryEmail),
  },
  {
    kind: 'long-text',
    name: 'reason',
    rows: 3,
    maxLength: 2_000,
    label: inBoth(secondFactorTexts, (texts) => texts.recoveryReason),
  },
] as const satisfies readonly Field[];
