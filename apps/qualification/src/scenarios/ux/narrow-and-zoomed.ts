import { defineScenario, type Judgement } from '../../vocabulary/scenario.ts';
import type { Look, Stage } from '../../vocabulary/stage.ts';
import { failed, passed } from '../judgements.ts';
import { signedInVisitor, signInFailed } from '../stage-moves.ts';
import { buttonSelector, openDoor } from './door.ts';

/** 320 px is a narrow telephone; and 1280 × 1024 at 400 % leaves 320 × 256 CSS pixels (WCAG 2.2, 1.4.10). */
const sizes = [
  { width: 320, height: 640, fr: 'à 320 pixels', en: 'at 320 pixels' },
  { width: 320, height: 256, fr: 'au zoom de 400 %', en: 'at 400 % zoom' },
] as const;

/** What a narrow window shows. */
export interface Fit {
  /** CSS pixels to scroll sideways. */
  readonly overflow: number;
  /** The button can be brought into view and nothing covers it; absent where there is none. */
  readonly buttonReachable?: boolean;
}

export const narrowAndZoomed = defineScenario({
  id: 'ux.narrow-and-zoomed',
  family: 'ux',
  kind: 'play',
  title: { fr: 'Utilisable à 320 pixels et au zoom de 400 %', en: 'Usable at 320 pixels and at 400 % zoom' },
  clause: 'WCAG 2.1, 1.4.10; Garance, qualification: UX',
  level: 'platform',
  needs: ['browser'],
  does: {
    fr: 'La suite rétrécit la fenêtre sur la page de connexion et sur celle d’une personne connectée.',
    en: 'The suite narrows the window on the sign-in page and on that of a signed-in person.',
  },
  expects: {
    fr: 'Rien ne dépasse en largeur, et le bouton reste atteignable.',
    en: 'Nothing overflows sideways, and the button stays within reach.',
  },
  advice: {
    fr: 'Cherchez les largeurs fixes en pixels (width, min-width), les tableaux et les mots longs\u00a0: max-width: 100%, overflow-wrap: anywhere, une balise meta viewport. Un en-tête fixe ne doit pas couvrir la page quand elle est basse.',
    en: 'Look for fixed widths in pixels (width, min-width), tables and long words: max-width: 100%, overflow-wrap: anywhere, a meta viewport tag. A fixed header must not cover the page when it is low.',
  },
  play: async (stage: Stage): Promise<Judgement> => {
    const open = await openDoor(stage);
    if ('verdict' in open) return open;
    const signedIn = await signedInVisitor(stage);
    if (signedIn === undefined) return signInFailed;
    const pages = [
      { look: open.look, fr: 'La page de connexion', en: 'The sign-in page' },
      { look: signedIn.visitor.look, fr: 'La page protégée', en: 'The protected page' },
    ];
    for (const { look, fr, en } of pages) {
      for (const size of sizes) {
        if (look === undefined) continue;
        const problem = describeMisfit(await fitAt(look, size));
        if (problem !== undefined) {
          return failed(`${fr}, ${size.fr}\u00a0: ${problem.fr}.`, `${en}, ${size.en}: ${problem.en}.`);
        }
      }
    }
    return passed;
  },
});

async function fitAt(look: Look, size: { readonly width: number; readonly height: number }): Promise<Fit> {
  await look.resize(size);
  return look.evaluate<Fit>(`(() => {
    const { scrollWidth, clientWidth } = document.scrollingElement ?? document.documentElement;
    const button = document.querySelector(${JSON.stringify(buttonSelector)});
    if (button === null) return { overflow: scrollWidth - clientWidth };
    button.scrollIntoView({ block: 'center', behavior: 'instant' });
    const { left, right, top, bottom } = button.getBoundingClientRect();
    const at = document.elementFromPoint((left + right) / 2, Math.min((top + bottom) / 2, innerHeight - 1));
    const inside = left >= -1 && right <= clientWidth + 1;
    return { overflow: scrollWidth - clientWidth, buttonReachable: inside && at !== null && button.contains(at) };
  })()`);
}

/** What does not fit; a pixel is rounding. */
export function describeMisfit({ overflow, buttonReachable }: Fit): { fr: string; en: string } | undefined {
  if (overflow > 1) {
    return {
      fr: `le contenu dépasse de ${Math.round(overflow)} pixels en largeur`,
      en: `the content overflows sideways by ${Math.round(overflow)} pixels`,
    };
  }
  if (buttonReachable === false) {
    return { fr: 'le bouton est coupé ou couvert', en: 'the button is cut off or covered' };
  }
  return undefined;
}
