import {
  baseOf,
  elementsOf,
  type HtmlDocument,
  type HtmlElement,
  inherit,
  nearest,
  rawText,
  textOf,
} from './html.ts';

/** One control of a form. */
export interface Control {
  readonly name: string;
  /** `text`, `password`, `hidden`, `checkbox`, `radio`, `select`, `textarea`… */
  readonly type: string;
  readonly value: string;
  readonly checked: boolean;
  /** Disabled controls are neither filled nor sent. */
  readonly disabled: boolean;
  readonly readonly: boolean;
  /** Values of a select. */
  readonly options: readonly string[];
  /** Text of its label. */
  readonly label: string;
}

export interface SubmitButton {
  readonly element: HtmlElement;
  readonly name: string | undefined;
  readonly value: string;
  readonly text: string;
  readonly disabled: boolean;
  /** `formaction`, when the button has one. */
  readonly action: URL | undefined;
  /** `formmethod`, when the button has one. */
  readonly method: Form['method'] | undefined;
}

export interface Form {
  readonly element: HtmlElement;
  readonly method: 'GET' | 'POST';
  readonly action: URL;
  readonly controls: readonly Control[];
  readonly buttons: readonly SubmitButton[];
  /** All its text, by which a form can be chosen. */
  readonly text: string;
}

/** Changes that a person makes to a form before sending it. */
export interface Filling {
  /** Text by control name; `true`/`false` for a checkbox; the value of a radio button or option. */
  readonly fields?: Readonly<Record<string, string | boolean>>;
  /**
   * The button to press: by value, exact text, pattern for its text, or index among the enabled ones. Default: the
   * first one.
   */
  readonly button?: string | RegExp | number;
  /** Changes that no browser offers: sets any parameter, `undefined` removes it. */
  readonly tamper?: Readonly<Record<string, string | undefined>>;
}

/** Facts of a page, for reading its forms. */
interface Reading {
  readonly base: URL;
  readonly url: URL;
  readonly labels: Labels;
  readonly isDisabled: (element: HtmlElement) => boolean;
}

const methodOf = (text: string): Form['method'] => (text.toLowerCase() === 'post' ? 'POST' : 'GET');

/** The forms of a page, in document order, each with the controls that belong to it wherever they are. */
export function findForms(page: HtmlDocument, url: URL): readonly Form[] {
  const reading: Reading = {
    base: baseOf(page, url),
    url,
    labels: findLabels(page),
    isDisabled: findDisabled(page),
  };
  const ownerOf = findFormOwners(page);
  const owned = new Map<HtmlElement, HtmlElement[]>();
  for (const element of page.elements) {
    const form = ownerOf(element);
    if (form === undefined) continue;
    const own = owned.get(form) ?? [];
    own.push(element);
    owned.set(form, own);
  }
  return page.elements.filter(isForm).map((form) => {
    const own = owned.get(form) ?? [];
    return {
      element: form,
      method: methodOf(form.attribs.method ?? ''),
      action: addressOf(form.attribs.action, reading),
      controls: own.filter(isControl).map((element) => readControl(element, reading)),
      buttons: own.filter(isSubmitButton).map((element) => readButton(element, reading)),
      text: textOf(form),
    };
  });
}

const isForm = ({ name }: HtmlElement) => name === 'form';
const ownable = new Set(['button', 'input', 'select', 'textarea']);

/**
 * The form with which each control is sent (HTML Standard, "form owner"): by its `form` attribute, by the parser, or
 * the enclosing one.
 */
function findFormOwners(page: HtmlDocument): (element: HtmlElement) => HtmlElement | undefined {
  const around = nearest(page, 'form');
  return (element) => {
    if (!ownable.has(element.name)) return undefined;
    const { form: named } = element.attribs;
    if (named === undefined) return page.parsedForms.get(element) ?? around(element);
    const form = page.ids.get(named);
    return form !== undefined && isForm(form) ? form : undefined;
  };
}

/** An empty address is the page's own, whatever its base; an invalid one becomes `about:invalid`. */
function addressOf(address: string | undefined, { base, url }: Reading): URL {
  if (address === undefined || address.trim() === '') return url;
  return URL.parse(address, base.href) ?? new URL('about:blank#blocked');
}

/** As browsers do: an unknown type is a text field. */
function inputType({ attribs }: HtmlElement): string {
  return attribs.type?.trim().toLowerCase() || 'text';
}

const buttonTypes = new Set(['submit', 'button', 'reset', 'image']);

function isControl(element: HtmlElement): boolean {
  if (element.name === 'input') return !buttonTypes.has(inputType(element));
  return element.name === 'select' || element.name === 'textarea';
}

function isSubmitButton(element: HtmlElement): boolean {
  const type = inputType(element);
  if (element.name === 'button') return type !== 'button' && type !== 'reset';
  return element.name === 'input' && (type === 'submit' || type === 'image');
}

/** Disabled itself, or by an enclosing `fieldset`, except in its `legend` (HTML Standard, "disabled"). */
function findDisabled(page: HtmlDocument): (element: HtmlElement) => boolean {
  const off = inherit<boolean>(page, ({ name, attribs, parent }, inherited, around) => {
    if (name === 'legend') return around(parent?.parent ?? null);
    return (name === 'fieldset' && attribs.disabled !== undefined) || inherited;
  });
  return (element) => element.attribs.disabled !== undefined || off(element) === true;
}

const optionValue = (option: HtmlElement) => option.attribs.value ?? textOf(option);

/** The value preset by the page. */
function presetOf(element: HtmlElement, chosen: HtmlElement | undefined): string {
  if (element.name === 'textarea') return rawText(element);
  if (element.name === 'select') return chosen === undefined ? '' : optionValue(chosen);
  const type = inputType(element);
  return element.attribs.value ?? (type === 'checkbox' || type === 'radio' ? 'on' : '');
}

function readControl(element: HtmlElement, { labels, isDisabled }: Reading): Control {
  const { name, attribs } = element;
  const type = name === 'input' ? inputType(element) : name;
  const options = name === 'select' ? elementsOf(element).filter((child) => child.name === 'option') : [];
  const chosen = options.find((option) => option.attribs.selected !== undefined) ?? options[0];
  return {
    name: attribs.name ?? '',
    type,
    value: presetOf(element, chosen),
    checked: attribs.checked !== undefined,
    disabled: isDisabled(element),
    readonly: attribs.readonly !== undefined,
    options: options.map(optionValue),
    label: labels(element),
  };
}

type Labels = (element: HtmlElement) => string;

/** Each label is read once, however many controls it contains. */
function findLabels(page: HtmlDocument): Labels {
  const around = nearest(page, 'label');
  const texts = new Map<HtmlElement, string>();
  const byId = new Map<string, HtmlElement>();
  for (const label of page.elements) {
    const { for: id } = label.attribs;
    if (label.name === 'label' && id !== undefined && !byId.has(id)) byId.set(id, label);
  }
  return (element) => {
    const label = byId.get(element.attribs.id ?? '') ?? around(element);
    if (label === undefined) return element.attribs['aria-label'] ?? '';
    const text = texts.get(label) ?? textOf(label);
    texts.set(label, text);
    return text;
  };
}

function readButton(element: HtmlElement, reading: Reading): SubmitButton {
  const { name, value, formaction, formmethod } = element.attribs;
  const isInput = element.name === 'input';
  return {
    element,
    name,
    value: value ?? '',
    text: (isInput ? '' : textOf(element)) || (value ?? ''),
    disabled: reading.isDisabled(element),
    action: formaction === undefined ? undefined : addressOf(formaction, reading),
    method: formmethod === undefined ? undefined : methodOf(formmethod),
  };
}

/**
 * What a browser would send for this filling. @throws Error when a person could not do it: unknown field, no such
 * option
 */
export function encodeForm(
  form: Form,
  filling: Filling = {},
): Pick<Form, 'action' | 'method'> & { readonly body: URLSearchParams } {
  const { fields = {}, tamper = {} } = filling;
  for (const name of Object.keys(fields)) {
    if (!form.controls.some((control) => control.name === name && isFillable(control))) {
      throw new Error(`the form for ${form.action.pathname} has no field "${name}" that a person can fill`);
    }
  }
  const body = new URLSearchParams();
  for (const control of form.controls) {
    const filled = Object.hasOwn(fields, control.name) ? fields[control.name] : undefined;
    const value = sentValue(control, filled);
    if (value !== undefined) body.append(control.name, value);
  }
  const button = pressed(form, filling.button);
  if (button?.name !== undefined) body.append(button.name, button.value);
  for (const [name, value] of Object.entries(tamper)) {
    if (value === undefined) body.delete(name);
    else body.set(name, value);
  }
  return { action: button?.action ?? form.action, method: button?.method ?? form.method, body };
}

function isFillable({ type, disabled, readonly }: Control): boolean {
  return !disabled && !readonly && type !== 'hidden';
}

function sentValue(control: Control, filled: string | boolean | undefined): string | undefined {
  if (control.disabled || control.name === '') return undefined;
  if (control.type === 'checkbox') return (filled ?? control.checked) ? control.value : undefined;
  if (control.type === 'radio') {
    return (filled === undefined ? control.checked : filled === control.value) ? control.value : undefined;
  }
  if (typeof filled === 'boolean') throw new Error(`"${control.name}" is no checkbox`);
  if (control.type === 'select' && filled !== undefined && !control.options.includes(filled)) {
    throw new Error(`"${control.name}" has no option "${filled}"`);
  }
  return filled ?? control.value;
}

function pressed({ action, buttons }: Form, selector: Filling['button']): SubmitButton | undefined {
  const live = buttons.filter(({ disabled }) => !disabled);
  if (selector === undefined) return live[0];
  if (typeof selector === 'number') return live[selector];
  const found = live.find(({ value, text }) =>
    typeof selector === 'string' ? value === selector || text === selector : selector.test(text),
  );
  if (found === undefined)
    throw new Error(`the form for ${action.pathname} has no button ${String(selector)}`);
  return found;
}

/**
 * The fields as preset by the page, with `changes` in place of those with the same names; allows more than a person
 * could do.
 */
export function fillForm(
  form: Form,
  changes: Readonly<Record<string, string | readonly string[]>> = {},
): URLSearchParams {
  const body = new URLSearchParams();
  for (const control of form.controls) {
    const value = Object.hasOwn(changes, control.name) ? undefined : sentValue(control, undefined);
    if (value !== undefined) body.append(control.name, value);
  }
  for (const [name, values] of Object.entries(changes)) {
    for (const value of [values].flat()) body.append(name, value);
  }
  return body;
}
