import { defineScenario, type Judgement } from '../../vocabulary/scenario.ts';
import type { Look, Stage } from '../../vocabulary/stage.ts';
import { failed, passed } from '../judgements.ts';
import { signedInVisitor, signInFailed } from '../stage-moves.ts';
import { openDoor } from './door.ts';

export const accessible = defineScenario({
  id: 'ux.accessible',
  family: 'ux',
  kind: 'play',
  title: { fr: 'Pages accessibles', en: 'Accessible pages' },
  clause: 'WCAG 2.1, level AA; Garance, qualification: UX',
  level: 'platform',
  needs: ['browser'],
  does: {
    fr: 'axe-core examine la page de connexion, celle de création de compte et les pages d’une personne connectée.',
    en: 'axe-core examines the sign-in page, the sign-up page and the pages of a signed-in person.',
  },
  expects: {
    fr: 'Aucun défaut grave ou critique.',
    en: 'No serious or critical violation.',
  },
  advice: {
    fr: 'Chaque règle nommée est expliquée sur dequeuniversity.com/rules/axe. Les plus fréquentes\u00a0: contraste trop faible (color-contrast), champ sans étiquette (label), page sans langue (html-has-lang), image sans alt (image-alt).',
    en: 'Each rule named is explained at dequeuniversity.com/rules/axe. The most frequent: contrast too low (color-contrast), field without label (label), page without language (html-has-lang), image without alt (image-alt).',
  },
  play: async (stage: Stage): Promise<Judgement> => {
    const open = await openDoor(stage);
    if ('verdict' in open) return open;
    const found = await findingsOf(open.look, 'sign-in');
    const { signUpUrl, profileUrl } = stage.service;
    if (signUpUrl !== undefined) {
      await open.visitor.open(signUpUrl);
      found.push(...(await findingsOf(open.look, 'sign-up')));
    }
    const signedIn = await signedInVisitor(stage);
    if (signedIn === undefined) return signInFailed;
    const { visitor } = signedIn;
    if (visitor.look !== undefined) {
      found.push(...(await findingsOf(visitor.look, 'protected')));
      if (profileUrl !== undefined) {
        await visitor.open(profileUrl);
        found.push(...(await findingsOf(visitor.look, 'profile')));
      }
    }
    if (found.length === 0) return passed;
    const all = found.join(', ');
    return failed(`Défauts graves\u00a0: ${all}.`, `Serious violations: ${all}.`);
  },
});

/** `page: rule (times)`, each rule once. */
async function findingsOf(look: Look, page: string): Promise<string[]> {
  const violations = await look.axe();
  return violations.map(({ id, places }) => `${page}: ${id} (${places})`);
}
