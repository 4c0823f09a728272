/** Names of verdicts, levels and families, for every page and report. */
import type { Localized } from '../errors/definition.ts';
import type { QualificationFamily, QualificationVerdict, ScenarioLevel } from './report.ts';

export const verdictNames: Readonly<Record<QualificationVerdict, Localized>> = {
  passed: { fr: 'réussi', en: 'passed' },
  failed: { fr: 'échec', en: 'failed' },
  inconclusive: { fr: 'indécis', en: 'inconclusive' },
  'not-applicable': { fr: 'sans objet', en: 'not applicable' },
};

export const levelNames: Readonly<Record<ScenarioLevel, Localized>> = {
  standard: { fr: 'exigé par une norme', en: 'required by a standard' },
  platform: { fr: 'exigé par la plateforme', en: 'required by the platform' },
  recommended: { fr: 'recommandé', en: 'recommended' },
};

/** The subject of a family of scenarios, for readers who do not know OpenID Connect. */
export const familyNames: Readonly<Record<QualificationFamily, Localized>> = {
  requests: { fr: 'Demandes de connexion', en: 'Sign-in requests' },
  accept: { fr: 'Ce qui doit être accepté', en: 'What must be accepted' },
  callback: { fr: 'Retour au service', en: 'Return to the service' },
  'id-token': { fr: 'Jeton d’identité', en: 'Identity token' },
  userinfo: { fr: 'Informations d’identité', en: 'Identity information' },
  'token-endpoint': { fr: 'Pannes de la plateforme', en: 'Outages of the platform' },
  discovery: { fr: 'Découverte et clés', en: 'Discovery and keys' },
  logout: { fr: 'Déconnexion', en: 'Sign-out' },
  sessions: { fr: 'Sessions', en: 'Sessions' },
  ux: { fr: 'Bouton et ergonomie', en: 'Button and usability' },
};

export const familyQuestions: Readonly<Record<QualificationFamily, Localized>> = {
  requests: {
    fr: 'Le service demande-t-il la connexion comme convenu, sans rien de prévisible ni de secret dans les adresses ?',
    en: 'Does the service ask for sign-in as agreed, with nothing predictable and no secret in addresses?',
  },
  accept: {
    fr: 'Une personne dont l’identité est valable, même peu courante, peut-elle entrer ?',
    en: 'Can a person with a valid identity, even an unusual one, come in?',
  },
  callback: {
    fr: 'Le service refuse-t-il un retour qu’il n’a pas demandé, et explique-t-il les erreurs ?',
    en: 'Does the service refuse a return that it did not ask for, and explain errors?',
  },
  'id-token': {
    fr: 'Le service refuse-t-il une preuve d’identité fausse, périmée ou destinée à un autre ?',
    en: 'Does the service refuse proof of identity that is false, expired or meant for somebody else?',
  },
  userinfo: {
    fr: 'Le service refuse-t-il des informations d’identité falsifiées ?',
    en: 'Does the service refuse identity information that was tampered with?',
  },
  'token-endpoint': {
    fr: 'Quand la plateforme est en panne, l’usager le lit-il clairement ?',
    en: 'When the platform is down, is the citizen told so clearly?',
  },
  discovery: {
    fr: 'Le service suit-il les adresses et les clés que la plateforme publie ?',
    en: 'Does the service follow the addresses and keys that the platform publishes?',
  },
  logout: {
    fr: 'Se déconnecter met-il fin à la session, ici et sur la plateforme ?',
    en: 'Does signing out end the session, here and on the platform?',
  },
  sessions: {
    fr: 'La session d’une personne reste-t-elle la sienne, et la sienne seule ?',
    en: 'Does one person’s session stay theirs, and theirs alone?',
  },
  ux: {
    fr: 'Le bouton et les pages sont-ils conformes et utilisables par tous ?',
    en: 'Do the button and the pages conform, and can everybody use them?',
  },
};
