import { z } from 'zod';
import type { Field } from '../../objects/form/field.ts';

const shortestWhy = 20;

/** Additional questions of a request for plus. */
export const addPlusFields = [
  {
    kind: 'choice',
    name: 'level',
    options: [
      {
        value: 'eidas2',
        label: {
          fr: 'FranceConnect+, niveau substantiel (eidas2)',
          en: 'FranceConnect+, substantial level (eidas2)',
        },
      },
      {
        value: 'eidas3',
        label: { fr: 'FranceConnect+, niveau élevé (eidas3)', en: 'FranceConnect+, high level (eidas3)' },
      },
    ],
    label: {
      fr: 'Niveau de garantie attendu par votre service',
      en: 'Assurance level expected by your service',
    },
  },
  {
    kind: 'long-text',
    name: 'why',
    rows: 4,
    maxLength: 2_000,
    rule: z.string().min(shortestWhy),
    label: { fr: 'Pourquoi ce niveau ?', en: 'Why this level?' },
    hint: {
      fr: 'Le risque que vous voulez éviter, ou le texte qui l’exige.',
      en: 'The risk that you want to avoid, or the text that requires it.',
    },
    error: {
      fr: `Dites pourquoi : ${shortestWhy} caractères au moins, 2 000 au plus.`,
      en: `Say why: at least ${shortestWhy} characters, 2,000 at most.`,
    },
  },
  {
    kind: 'choice',
    name: 'identifiers',
    options: [
      {
        value: 'different',
        label: {
          fr: 'Différent sur chaque plateforme (conseillé)',
          en: 'Different on each platform (recommended)',
        },
        hint: {
          fr: 'Une fuite d’un côté ne permet pas de reconnaître l’usager de l’autre.',
          en: 'A leak on one side does not let anybody recognise the citizen on the other.',
        },
      },
      {
        value: 'common',
        label: { fr: 'Commun aux deux plateformes', en: 'Common to both platforms' },
        hint: {
          fr: 'Vous retrouvez le compte sans rapprochement ; les deux usages deviennent reliables.',
          en: 'You find the account without matching; the two uses become linkable.',
        },
      },
    ],
    label: { fr: 'L’identifiant de chaque usager (sub)', en: 'Each citizen’s identifier (sub)' },
    hint: {
      fr: 'Ce choix est définitif : il se fait à la création.',
      en: 'This choice is final: it is made at creation.',
    },
  },
] as const satisfies readonly Field[];
