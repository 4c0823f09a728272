import { defineScenario, type Judgement } from '../../vocabulary/scenario.ts';
import type { Look, Stage } from '../../vocabulary/stage.ts';
import { failed, passed } from '../judgements.ts';
import { buttonSelector, judgeButton } from './door.ts';

/** CSS properties whose change is visible. */
const visible = [
  'background-color',
  'background-image',
  'border-top-color',
  'border-top-width',
  'border-bottom-color',
  'border-bottom-width',
  'box-shadow',
  'color',
  'filter',
  'opacity',
  'outline-color',
  'outline-style',
  'outline-width',
  'text-decoration-line',
  'transform',
];

type Style = Readonly<Record<string, string>>;

export const buttonHoverAndFocus = defineScenario({
  id: 'ux.button-hover-and-focus',
  family: 'ux',
  kind: 'play',
  title: { fr: 'Survol et focus du bouton visibles', en: 'Hover and focus of the button visible' },
  clause: 'Garance, qualification: UX; WCAG 2.2, 2.4.7',
  level: 'platform',
  needs: ['browser'],
  does: {
    fr: 'La suite donne le focus au bouton, puis le survole, et compare son aspect.',
    en: 'The suite focuses the button, then hovers over it, and compares its look.',
  },
  expects: {
    fr: 'L’aspect du bouton change au focus et au survol.',
    en: 'The button’s look changes on focus and on hover.',
  },
  advice: {
    fr: 'Retirez outline: none (et outline: 0) de vos feuilles de style, ou remplacez-le par un contour visible sur :focus-visible\u00a0; laissez les règles :hover du composant.',
    en: 'Remove outline: none (and outline: 0) from your style sheets, or replace it by a visible outline on :focus-visible; leave the component’s :hover rules.',
  },
  play: (stage: Stage): Promise<Judgement> =>
    judgeButton(stage, async (_button, { look }) => {
      const rest = await styleNow(look);
      await look.focus(buttonSelector);
      const focus = await styleNow(look);
      await look.evaluate('document.activeElement?.blur()');
      await look.hover(buttonSelector);
      return judgeStates({ rest, focus, hover: await styleNow(look) });
    }),
});

/** Transitions are brought to their end first. */
async function styleNow(look: Look): Promise<Style> {
  await look.evaluate(
    'document.getAnimations().forEach((each) => { try { each.finish(); } catch { each.cancel(); } })',
  );
  return (await look.style(buttonSelector, visible)) ?? {};
}

export function judgeStates(styles: {
  readonly rest: Style;
  readonly focus: Style;
  readonly hover: Style;
}): Judgement {
  const changes = (state: Style) => visible.some((name) => shown(state, name) !== shown(styles.rest, name));
  const [focused, hovered] = [changes(styles.focus), changes(styles.hover)];
  if (focused && hovered) return passed;
  if (focused) return failed('Rien ne change au survol.', 'Nothing changes on hover.');
  if (hovered) return failed('Rien ne change au focus.', 'Nothing changes on focus.');
  return failed(
    'Rien ne change, ni au focus ni au survol.',
    'Nothing changes, neither on focus nor on hover.',
  );
}

/** An outline of style `none` is ignored, whatever its colour and width. */
function shown(style: Style, name: string): string | undefined {
  const drawn = style['outline-style'] !== 'none' && style['outline-width'] !== '0px';
  return name.startsWith('outline-') && !drawn ? 'none' : style[name];
}
