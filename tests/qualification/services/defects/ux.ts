/** What a person sees: changes of the finished page or of its style sheet. */
import type { ImplementationTable, PageName } from '../types.ts';
import { both, type Defect, doing } from './defect.ts';

const doors: readonly PageName[] = ['sign-in', 'sign-up'];

/** @throws Error when nothing changes: a defect that plants nothing */
function showing(
  honest: ImplementationTable,
  pages: readonly PageName[],
  change: (html: string) => string,
): ImplementationTable {
  return doing(honest, {
    page: (html, name, signedIn) => {
      const shown = honest.does.page(html, name, signedIn);
      if (!pages.includes(name)) return shown;
      const changed = change(shown);
      if (changed === shown) throw new Error(`nothing to change on ${name}`);
      return changed;
    },
  });
}

function styled(honest: ImplementationTable, css: string): ImplementationTable {
  return doing(honest, { css: (sheet) => `${honest.does.css(sheet)}\n${css}` });
}

/** From the first `opening` to the next `closing`, both included; empty where there is none. */
function part(html: string, opening: string, closing: string): string {
  const begin = html.indexOf(opening);
  const end = begin === -1 ? -1 : html.indexOf(closing, begin);
  return end === -1 ? '' : html.slice(begin, end + closing.length);
}

const federation = (html: string) => part(html, '<section class="federation"', '</section>');
const sentence = (html: string) => part(html, '<p class="sign-in__sentence"', '</p>');
const aboutLink = (html: string) => part(html, '<p class="sign-in__about">', '</p>');
const labelOpening = '<span class="sign-in__text">';

export const uxDefects: readonly Defect[] = [
  {
    name: 'plain-link-instead-of-button',
    platforms: both,
    title: { fr: 'Un simple lien à la place du bouton', en: 'A plain link in place of the button' },
    turnsRed: ['ux.sign-in-button'],
    plant: (honest) =>
      showing(honest, ['sign-in'], (html) =>
        html.replace(federation(html), (section) => {
          const addresses = [...section.matchAll(/href="([^"]*)"/g)].map(([, address = '']) => address);
          const href = addresses.find((address) => address.includes('begin')) ?? '';
          return `<p><a href="${href}">Connexion citoyenne</a></p>`;
        }),
      ),
  },
  {
    name: 'no-button-on-sign-up',
    platforms: both,
    title: { fr: 'Pas de bouton à la création de compte', en: 'No button on the sign-up page' },
    turnsRed: ['ux.sign-up-button'],
    plant: (honest) => showing(honest, ['sign-up'], (html) => html.replace(federation(html), '')),
  },
  {
    name: 'other-button-label',
    platforms: both,
    title: { fr: 'Un autre libellé que celui du bouton', en: 'Another label than the button’s' },
    turnsRed: ['ux.button-label'],
    plant: (honest) =>
      showing(honest, doors, (html) =>
        html.replace(part(html, labelOpening, '</a>'), `${labelOpening}Entrer</span></a>`),
      ),
  },
  {
    name: 'small-button',
    platforms: both,
    title: { fr: 'Bouton de 36 px de haut', en: 'Button 36 px high' },
    turnsRed: ['ux.button-size'],
    plant: (honest) =>
      styled(
        honest,
        '.sign-in__button { min-height: 0; height: 36px; padding: 0 0.5rem; } .sign-in__brand { font-size: 1rem; }' +
          '.sign-in__label, .sign-in__brand { display: inline; }',
      ),
  },
  {
    name: 'recoloured-button',
    platforms: both,
    title: { fr: 'Bouton aux couleurs du service', en: 'Button in the service’s colours' },
    turnsRed: ['ux.button-colours'],
    plant: (honest) => styled(honest, '.sign-in__button, .sign-in__button:hover { background: #0b6b2e; }'),
  },
  {
    name: 'button-without-hover',
    platforms: both,
    title: { fr: 'Rien ne change au survol', en: 'Nothing changes on hover' },
    turnsRed: ['ux.button-hover-and-focus'],
    plant: (honest) =>
      styled(
        honest,
        '.sign-in__button:hover { background: #1b3a6b; border-color: transparent; text-decoration: none; box-shadow: none; }',
      ),
  },
  {
    name: 'button-without-focus',
    platforms: both,
    title: { fr: 'Le focus ne se voit pas', en: 'Focus is not visible' },
    turnsRed: ['ux.button-hover-and-focus'],
    plant: (honest) => styled(honest, '.sign-in__button:focus-visible { outline: none; }'),
  },
  {
    name: 'no-sentence-above',
    platforms: both,
    title: { fr: 'Pas de phrase au-dessus du bouton', en: 'No sentence above the button' },
    turnsRed: ['ux.sentence-above'],
    plant: (honest) =>
      showing(honest, doors, (html) =>
        html.replace(sentence(html), '').replace(/ aria-describedby="federation-sentence"/, ''),
      ),
  },
  {
    name: 'no-link-below',
    platforms: both,
    title: { fr: 'Pas de lien sous le bouton', en: 'No link below the button' },
    turnsRed: ['ux.link-below'],
    plant: (honest) => showing(honest, doors, (html) => html.replace(aboutLink(html), '')),
  },
  {
    name: 'button-last',
    platforms: both,
    title: { fr: 'Bouton après les autres moyens', en: 'Button after the other means' },
    turnsRed: ['ux.separated-and-first'],
    plant: (honest) =>
      showing(honest, doors, (html) => {
        const section = federation(html);
        return html.replace(section, '').replace('</main>', `${section}</main>`);
      }),
  },
  {
    name: 'editable-identity',
    platforms: both,
    title: { fr: 'Identité reçue modifiable', en: 'Received identity can be edited' },
    turnsRed: ['ux.identity-not-editable'],
    plant: (honest) =>
      showing(honest, ['profile'], (html) => {
        let fields = 0;
        return html.replace(/<dd>([^<]*)<\/dd>/g, (_all, value: string) => {
          fields += 1;
          return `<dd><input aria-label="champ ${fields}" name="f${fields}" value="${value.replaceAll('"', '&quot;')}"></dd>`;
        });
      }),
  },
  {
    name: 'field-without-label',
    platforms: both,
    title: { fr: 'Image sans texte, champ sans étiquette', en: 'Image without text, field without label' },
    turnsRed: ['ux.accessible'],
    plant: (honest) =>
      showing(honest, doors, (html) =>
        html.replace('</main>', '<p><img src="/none.png"></p><p><input type="text" name="extra"></p></main>'),
      ),
  },
  {
    name: 'too-wide',
    platforms: both,
    title: { fr: 'Plus large qu’un petit écran', en: 'Wider than a small screen' },
    turnsRed: ['ux.narrow-and-zoomed'],
    plant: (honest) => styled(honest, 'main { min-width: 700px; }'),
  },
];
