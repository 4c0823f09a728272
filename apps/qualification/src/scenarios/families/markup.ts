/** Markup in a person's attributes, for each context that a page may put them into: always text. One scenario a row. */
import type { Localized } from '@garance/core';
import { parseHtml } from '@garance/http-browser';
import type { PersonId } from '../../vocabulary/person.ts';
import type { Judgement, PlayScenario, Scenario } from '../../vocabulary/scenario.ts';
import type { Stage, View } from '../../vocabulary/stage.ts';
import { failed, notApplicable, passed } from '../judgements.ts';
import { nothingShown } from '../sessions/shown.ts';
import { isSignedIn } from '../stage-moves.ts';

interface Row {
  /** `sessions.<name>`. */
  readonly name: string;
  readonly person: PersonId;
  readonly title: Localized;
  readonly does: Localized;
  readonly advice: Localized;
}

const rows: readonly Row[] = [
  {
    name: 'markup-is-text',
    person: 'markup',
    title: { fr: 'Le balisage reçu est montré comme du texte', en: 'Markup received is shown as text' },
    does: {
      fr: 'Les informations de la personne contiennent des balises et un script.',
      en: 'The person’s information contains tags and a script.',
    },
    advice: {
      fr: 'Laissez votre moteur de gabarits échapper toute valeur, dans le texte comme dans les attributs\u00a0: pas de | safe, v-html, dangerouslySetInnerHTML, innerHTML ni <%- %>. Ajoutez une Content-Security-Policy sans script en ligne.',
      en: 'Let your template engine escape every value, in text as in attributes: no | safe, v-html, dangerouslySetInnerHTML, innerHTML or <%- %>. Add a Content-Security-Policy without inline script.',
    },
  },
  {
    name: 'markup-in-attribute',
    person: 'markup-in-attribute',
    title: {
      fr: 'Une valeur reçue reste dans son attribut',
      en: 'A value received stays within its attribute',
    },
    does: {
      fr: 'Les informations de la personne contiennent des guillemets de chaque sorte, des espaces et un attribut.',
      en: 'The person’s information contains quotation marks of each kind, blanks and an attribute.',
    },
    advice: {
      fr: 'Mettez tout attribut entre guillemets, et échappez les deux sortes\u00a0: value={{ nom }} sans guillemets finit au premier espace, et un gabarit qui n’échappe que < et & laisse sortir les autres.',
      en: 'Put every attribute between quotation marks, and escape both kinds: value={{ name }} without them ends at the first blank, and a template that escapes only < and & lets the others out.',
    },
  },
  {
    name: 'markup-in-script',
    person: 'markup-in-script',
    title: {
      fr: 'Une valeur reçue reste un texte dans un script',
      en: 'A value received stays a text within a script',
    },
    does: {
      fr: 'Les informations de la personne contiennent de quoi finir un texte de script, et le script même.',
      en: 'The person’s information contains what ends a text of a script, and the script itself.',
    },
    advice: {
      fr: 'JSON.stringify ne suffit pas dans une page\u00a0: </script> y finit le script. Remplacez < par \\u003c, ou posez la valeur dans un attribut data- échappé que le script lit\u00a0: json_script (Django), serialize-javascript (Node).',
      en: 'JSON.stringify is not enough within a page: </script> ends the script there. Replace < by \\u003c, or put the value into an escaped data- attribute that the script reads: json_script (Django), serialize-javascript (Node).',
    },
  },
];

function toScenario({ name, person, ...said }: Row): PlayScenario {
  return {
    ...said,
    id: `sessions.${name}`,
    family: 'sessions',
    kind: 'play',
    place: 'sessions.markup',
    cause: 'markup',
    clause: 'OWASP ASVS 5.0, 1.2.1 to 1.2.3; Garance, qualification: Sessions',
    level: 'platform',
    quick: true,
    expects: {
      fr: 'Les pages montrent ces caractères tels quels\u00a0: aucun élément ni attribut n’en naît, aucun script ne s’exécute.',
      en: 'Pages show these characters as they are: no element or attribute comes of them, no script runs.',
    },
    play: (stage) => play(stage, person),
  };
}

async function play(stage: Stage, person: PersonId): Promise<Judgement> {
  const visitor = await stage.visitor();
  const { view } = await stage.signIn(visitor, { person });
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
}

/** An element or attribute of the person's name, or the title that the person's script sets. What was escaped makes none. */
export function becameMarkup({ html, title }: Pick<View, 'html' | 'title'>): boolean {
  if (/^garance-[a-z_]+$/i.test(title)) return true;
  return parseHtml(html).elements.some(
    ({ attribs, name }) =>
      'data-garance-attribute' in attribs || (name === 'b' && 'data-garance-markup' in attribs),
  );
}

/** The text between the tags too: a service may take tags out, and write names in capitals. */
function showsNames({ text }: Pick<View, 'text'>): boolean {
  return /data-garance-(?:markup|attribute)|\b(?:given|family)_name\b/i.test(text);
}

export const markup: readonly Scenario[] = rows.map(toScenario);
