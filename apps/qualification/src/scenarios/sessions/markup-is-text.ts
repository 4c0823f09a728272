import { defineScenario, type Judgement } from '../../vocabulary/scenario.ts';
import type { Stage, View } from '../../vocabulary/stage.ts';
import { failed, notApplicable, passed } from '../judgements.ts';
import { isSignedIn } from '../stage-moves.ts';
import { nothingShown } from './shown.ts';

export const markupIsText = defineScenario({
  id: 'sessions.markup-is-text',
  family: 'sessions',
  kind: 'play',
  title: { fr: 'Le balisage reçu est montré comme du texte', en: 'Markup received is shown as text' },
  clause: 'OWASP ASVS 4.0.3, 5.3.3; Garance, qualification: Sessions',
  level: 'platform',
  does: {
    fr: 'Les informations de la personne contiennent des balises et un script.',
    en: 'The person’s information contains tags and a script.',
  },
  expects: {
    fr: 'Les pages montrent ces caractères tels quels\u00a0: aucun élément n’en naît, aucun script ne s’exécute.',
    en: 'Pages show these characters as they are: no element comes of them, no script runs.',
  },
  advice: {
    fr: 'Laissez votre moteur de gabarits échapper toute valeur, dans le texte comme dans les attributs\u00a0: pas de | safe, v-html, dangerouslySetInnerHTML, innerHTML ni <%- %>. Ajoutez une Content-Security-Policy sans script en ligne.',
    en: 'Let your template engine escape every value, in text as in attributes: no | safe, v-html, dangerouslySetInnerHTML, innerHTML or <%- %>. Add a Content-Security-Policy without inline script.',
  },
  play: async (stage: Stage): Promise<Judgement> => {
    const visitor = await stage.visitor();
    const { view } = await stage.signIn(visitor, { person: 'markup' });
    const signedIn = await isSignedIn(stage, visitor, view);
    const views = [view];
    for (const url of [stage.service.protectedUrl, stage.service.profileUrl]) {
      if (url !== undefined && signedIn) views.push(await visitor.open(url));
    }
    const broken = views.find(becameMarkup);
    if (broken !== undefined) {
      return failed(
        `Sur ${new URL(broken.url).pathname}, le balisage reçu est devenu partie de la page.`,
        `On ${new URL(broken.url).pathname} the markup received became part of the page.`,
      );
    }
    // A service may refuse such a name altogether: nothing was shown, and nobody else is kept out.
    if (!signedIn) return passed;
    if (views.some(showsNames)) return passed;
    if (stage.service.profileUrl === undefined) return nothingShown;
    return notApplicable(
      'Les pages d’une personne connectée ne montrent rien de son identité\u00a0: rien n’y peut devenir du balisage.',
      'The pages of a signed-in person show nothing of their identity: nothing there can become markup.',
    );
  },
});

/** An element of the person's name, or the title that the person's script sets. A quote that was escaped makes neither. */
export function becameMarkup({ html, title }: Pick<View, 'html' | 'title'>): boolean {
  return /<b data-garance-markup="/i.test(html) || /^garance-[a-z_]+$/i.test(title);
}

/** The text between the tags too: a service may take tags out, and write names in capitals. */
function showsNames({ text }: Pick<View, 'text'>): boolean {
  return /data-garance-markup|\b(?:given|family)_name\b/i.test(text);
}
