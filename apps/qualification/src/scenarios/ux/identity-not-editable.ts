import { testPersons } from '../../rehearsal/persons.ts';
import { defineScenario, type Judgement } from '../../vocabulary/scenario.ts';
import type { Stage } from '../../vocabulary/stage.ts';
import { failed, inconclusive, passed } from '../judgements.ts';
import { signedInVisitor, signInFailed } from '../stage-moves.ts';

/** A field that can be changed, or an element that can be written into. */
export interface Field {
  readonly label: string;
  readonly value: string;
}

/** E-mail and usage name may be changed at the service: they are how to reach and to call the person. */
const received = ['given_name', 'family_name', 'birthdate', 'birthplace'] as const;

export const identityNotEditable = defineScenario({
  id: 'ux.identity-not-editable',
  family: 'ux',
  kind: 'play',
  title: { fr: 'L’identité reçue ne se modifie pas', en: 'The identity received cannot be changed' },
  clause: 'Garance, qualification: UX',
  level: 'platform',
  needs: ['browser'],
  does: {
    fr: 'La suite cherche, sur les pages d’une personne connectée, son identité dans des champs modifiables.',
    en: 'The suite looks for a signed-in person’s identity in changeable fields of their pages.',
  },
  expects: {
    fr: 'Prénoms, nom de naissance, date et lieu de naissance sont montrés comme du texte, ou dans des champs en lecture seule.',
    en: 'Given names, family name, date and place of birth are shown as text, or in read-only fields.',
  },
  advice: {
    fr: 'Montrez ces données comme du texte, ou avec readonly, et ne relisez jamais leur valeur depuis le formulaire au serveur\u00a0: reprenez celle de la session. Adresse électronique et nom d’usage peuvent se modifier.',
    en: 'Show these data as text, or with readonly, and never read their value back from the form on the server: take the session’s. E-mail address and usage name may be changed.',
  },
  play: async (stage: Stage): Promise<Judgement> => {
    const signedIn = await signedInVisitor(stage);
    if (signedIn === undefined) return signInFailed;
    const { visitor } = signedIn;
    if (visitor.look === undefined) {
      return inconclusive('Il faut un vrai navigateur.', 'This needs a real browser.');
    }
    const { protectedUrl, profileUrl, signUpUrl } = stage.service;
    const fields: Field[] = [];
    for (const url of [protectedUrl, profileUrl, signUpUrl]) {
      if (url === undefined) continue;
      await visitor.open(url);
      fields.push(...(await visitor.look.evaluate<Field[]>(fieldsScript)));
    }
    return judgeFields(fields, testPersons.plain.claims);
  },
});

const fieldsScript = String.raw`[...document.querySelectorAll('input, textarea, select, [contenteditable]')]
  .filter((e) => e.getClientRects().length > 0 && !e.matches(':disabled, :read-only:is(input, textarea), [contenteditable=false]'))
  .map((e) => ({
    label: (e.labels?.[0]?.textContent ?? e.getAttribute('aria-label') ?? e.name ?? '').replace(/\s+/g, ' ').trim(),
    value: (e.value ?? e.textContent ?? '').trim(),
  }))
  .filter(({ value }) => value !== '')`;

export function judgeFields(fields: readonly Field[], claims: Readonly<Record<string, string>>): Judgement {
  const values = received.flatMap((name) => spellings(claims[name] ?? ''));
  const open = fields.filter(({ value }) => values.includes(value.toLowerCase()));
  if (open.length === 0) return passed;
  const labels = open.map(({ label }) => label).join(', ');
  return failed(
    `Champs modifiables avec l’identité reçue\u00a0: ${labels}.`,
    `Changeable fields with the identity received: ${labels}.`,
  );
}

/** As a service may write it: as it is, a name's first part alone, a date in the French order. */
function spellings(value: string): readonly string[] {
  const lower = value.toLowerCase();
  const [year, month, day] = /^\d{4}-\d\d-\d\d$/.test(value) ? value.split('-') : [];
  const [first = lower] = lower.split(' ');
  return [
    lower,
    first,
    ...(day === undefined ? [] : [`${day}/${month}/${year}`, `${day}-${month}-${year}`]),
  ].filter((part) => part !== '');
}
