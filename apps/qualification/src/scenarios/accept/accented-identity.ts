import { defineScenario } from '../../vocabulary/scenario.ts';
import { thePersonIsSignedIn } from '../expectations.ts';

export const accentedIdentity = defineScenario({
  id: 'accept.accented-identity',
  family: 'accept',
  kind: 'accept',
  title: {
    fr: 'Identité à accents et apostrophe',
    en: 'Identity with accents and apostrophe',
  },
  clause: 'RFC 7519 §7.2; Garance, identity: Pivot identity and other claims',
  level: 'platform',
  person: 'accented',
  does: {
    fr: 'Les prénoms et le nom de la personne portent des accents et une apostrophe.',
    en: 'The person’s given names and family name bear accents and an apostrophe.',
  },
  expects: thePersonIsSignedIn,
  advice: {
    fr: 'Lisez et gardez le texte en UTF-8 d’un bout à l’autre (jeton, base, pages), et n’admettez pas seulement A à Z. Attention à atob en JavaScript, qui ne décode pas l’UTF-8.',
    en: 'Read and keep text as UTF-8 from end to end (token, database, pages), and do not admit A to Z only. Beware of atob in JavaScript, which does not decode UTF-8.',
  },
});
