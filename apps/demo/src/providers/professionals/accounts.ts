/** Somebody at work, as a provider for professionals asserts them. All are invented. */
export interface DemoProfessional {
  readonly login: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly email: string;
  /** Absent: true. */
  readonly emailVerified?: boolean;
  /** Establishment they work for. */
  readonly siret?: string;
  /** What is particular, for the list. */
  readonly trait: { readonly fr: string; readonly en: string };
}

/** The cast of the embedded demo. The SIRETs have a right key and belong to nobody. */
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
