import { defineScenario } from '../../vocabulary/scenario.ts';
import { thePersonIsSignedIn } from '../expectations.ts';

export const presumedDate = defineScenario({
  id: 'accept.presumed-date',
  family: 'accept',
  kind: 'accept',
  title: {
    fr: 'Date de naissance incomplète',
    en: 'Incomplete birth date',
  },
  clause: 'Garance, identity: Pivot identity and other claims (presumed dates)',
  level: 'platform',
  person: 'presumed-date',
  does: {
    fr: 'Le jour et le mois de naissance sont inconnus\u00a0: birthdate vaut 1958-00-00 ou 1958-01-01 selon la plateforme.',
    en: 'Day and month of birth are unknown: birthdate is 1958-00-00 or 1958-01-01, depending on the platform.',
  },
  expects: thePersonIsSignedIn,
  advice: {
    fr: 'Gardez birthdate comme un texte AAAA-MM-JJ dont le jour et le mois peuvent valoir 00. Ne le passez pas à new Date, LocalDate.parse ou strptime, qui le refusent.',
    en: 'Keep birthdate as a text YYYY-MM-DD whose day and month may be 00. Do not hand it to new Date, LocalDate.parse or strptime, which refuse it.',
  },
});
