/** What a person without scripts can activate on a page, as assistive technology names it. */
import {
  baseOf,
  elementsOf,
  type HtmlDocument,
  type HtmlElement,
  inherit,
  linkOf,
  type Page,
  select,
  textOf,
} from '@garance/http-browser';
import type { Candidate } from '../sign-in-control.ts';

export interface PageControl extends Candidate {
  readonly action:
    | { readonly kind: 'link'; readonly url: URL }
    /** Places of the form in the page and of the button among its live ones. */
    | { readonly kind: 'button'; readonly form: number; readonly button: number };
}

/** Longer than any name that is read aloud: a page may name thousands of controls after one long text. */
const maxName = 300;

/** @throws SyntaxError for a selector that is not understood */
export function findControls(
  { document, url, forms }: Pick<Page, 'document' | 'url' | 'forms'>,
  selector?: string,
): readonly PageControl[] {
  const named = new Set(selector === undefined ? [] : select(document, selector));
  const isHidden = inherit<boolean>(
    document,
    ({ attribs }, inherited) => attribs.hidden !== undefined || inherited,
  );
  const nameOf = createNames(document);
  const buttons = findButtons(forms);
  const base = baseOf(document, url);
  return document.elements.flatMap((element) => {
    const found = readLink(element, base) ?? buttons.get(element);
    if (found === undefined || isHidden(element) === true) return [];
    const { id = '', class: classes = '' } = element.attribs;
    return [
      {
        name: nameOf(element),
        id,
        classes: classes.split(/\s+/).filter(Boolean),
        target: found.target.href,
        named: named.has(element),
        action: found.action,
      },
    ];
  });
}

interface Activation {
  readonly action: PageControl['action'];
  readonly target: URL;
}

/** The submit buttons that can be pressed. */
function findButtons(forms: Page['forms']): ReadonlyMap<HtmlElement, Activation> {
  const pressable = forms.flatMap((form, place) =>
    form.buttons
      .filter(({ disabled }) => !disabled)
      .map((button, order) => {
        const action = { kind: 'button', form: place, button: order } as const;
        return [button.element, { action, target: button.action ?? form.action }] as const;
      }),
  );
  return new Map(pressable);
}

function readLink(element: HtmlElement, base: URL): Activation | undefined {
  const url = element.name === 'a' ? linkOf(element, base) : undefined;
  const leadsOn = url !== undefined && /^https?:$/.test(url.protocol);
  return leadsOn ? { action: { kind: 'link', url }, target: url } : undefined;
}

/** Accessible names (accname, in short); each text is read once, however many controls are named after it. */
function createNames({ ids }: HtmlDocument): (element: HtmlElement) => string {
  const texts = new Map<HtmlElement, string>();
  const shortText = (element: HtmlElement): string => {
    const text = texts.get(element) ?? textOf(element).slice(0, maxName);
    texts.set(element, text);
    return text;
  };
  return (element) => {
    const { attribs } = element;
    const labels = (attribs['aria-labelledby'] ?? '').split(/\s+/).flatMap((id) => ids.get(id) ?? []);
    const images = elementsOf(element).flatMap((image) => image.attribs.alt || []);
    const candidates = [
      labels.map(shortText).join(' '),
      attribs['aria-label'],
      shortText(element),
      images.join(' '),
      attribs.alt,
      attribs.value,
      attribs.title,
    ];
    return (candidates.find(Boolean) ?? '').slice(0, maxName);
  };
}
