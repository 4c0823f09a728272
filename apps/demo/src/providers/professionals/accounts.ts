/** A professional's account with its claims at the provider for professionals. All are invented. */
export interface DemoProfessional {
  readonly login: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly email: string;
  /** Absent: true. */
  readonly emailVerified?: boolean;
  /** SIRET of the employer's establishment. */
  readonly siret?: string;
  /** What is special about the account, for the list. */
  readonly trait: { readonly fr: string; readonly en: string };
}

/** The professionals of the embedded demo. Their SIRETs have a valid check digit but belong to no establishment. */
export const demoProfessionals: readonly DemoProfessional[] = [
  {
    login: 'claire',
    givenName: 'Claire',
    familyName: 'Fontaine',
    email: 'claire.fontaine@garancebourg.example',
    siret: '99900000100019',
    trait: { fr: 'Mairie de Garancebourg, cheffe de projet', en: 'Garancebourg town hall, project lead' },
  },
  {
    login: 'malik',
    givenName: 'Malik',
    familyName: 'Roussel',
    email: 'malik.roussel@garancebourg.example',
    siret: '99900000100019',
    trait: { fr: 'Mairie de Garancebourg, développeur', en: 'Garancebourg town hall, developer' },
  },
  {
    login: 'ines',
    givenName: 'Inès',
    familyName: 'Caron',
    email: 'ines.caron@agence-pastel.example',
    trait: { fr: 'Prestataire, sans SIRET', en: 'Contractor, without a SIRET' },
  },
  {
    login: 'paul',
    givenName: 'Paul',
    familyName: 'Vasseur',
    email: 'paul.vasseur@garancebourg.example',
    emailVerified: false,
    siret: '99900000100019',
    trait: {
      fr: 'Courriel non vérifié : doit être refusé',
      en: 'Mail address not verified: must be refused',
    },
  },
];
