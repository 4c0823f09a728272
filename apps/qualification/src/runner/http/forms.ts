import { elementsOf, type HtmlElement, rawText, textOf } from './html.ts';

/** One control of a form, as a person meets it. */
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
  readonly name: string | undefined;
  readonly value: string;
  readonly text: string;
  readonly disabled: boolean;
  /** `formaction`, when it has its own. */
  readonly action: URL | undefined;
}

export interface Form {
  readonly method: 'GET' | 'POST';
  readonly action: URL;
  readonly controls: readonly Control[];
  readonly buttons: readonly SubmitButton[];
  /** All its text, for choosing between forms. */
  readonly text: string;
}

/** What a person does with a form before sending it. */
export interface Filling {
  /** Text by control name; `true`/`false` for a checkbox; the value of a radio button or option. */
  readonly fields?: Readonly<Record<string, string | boolean>>;
  /** The button pressed: its value, its exact text, a pattern for its text, its place among the live ones. Absent: the first one. */
  readonly button?: string | RegExp | number;
  /** What no honest person can do: sets any parameter, `undefined` removes it. */
  readonly tamper?: Readonly<Record<string, string | undefined>>;
}

export function findForms(root: HtmlElement, base: URL): readonly Form[] {
  const all = elementsOf(root);
  return all
    .filter(({ tag }) => tag === 'form')
    .map((form) => {
      const inside = elementsOf(form);
      return {
        method: form.attributes.get('method')?.toLowerCase() === 'post' ? 'POST' : 'GET',
        action: new URL(form.attributes.get('action') || base.href, base),
        controls: inside.filter(isControl).map((each) => readControl(each, all)),
        buttons: inside.filter(isSubmitButton).map((each) => readButton(each, base)),
        text: textOf(form),
      };
    });
}

function isControl({ tag, attributes }: HtmlElement): boolean {
  if (tag === 'select' || tag === 'textarea') return true;
  return (
    tag === 'input' && !['submit', 'button', 'reset', 'image'].includes(attributes.get('type') ?? 'text')
  );
}

function isSubmitButton({ tag, attributes }: HtmlElement): boolean {
  const type = attributes.get('type');
  return (
    (tag === 'button' && (type ?? 'submit') === 'submit') ||
    (tag === 'input' && (type === 'submit' || type === 'image'))
  );
}

function isDisabled(element: HtmlElement): boolean {
  if (element.attributes.has('disabled')) return true;
  for (let each = element.parent; each !== undefined; each = each.parent) {
    if (each.tag === 'fieldset' && each.attributes.has('disabled')) return true;
  }
  return false;
}

function readControl(element: HtmlElement, all: readonly HtmlElement[]): Control {
  const { tag, attributes } = element;
  const type = tag === 'input' ? (attributes.get('type')?.toLowerCase() ?? 'text') : tag;
  const options = elementsOf(element).filter((each) => each.tag === 'option');
  const optionValue = (option: HtmlElement) => option.attributes.get('value') ?? textOf(option);
  const chosen = options.find((each) => each.attributes.has('selected')) ?? options[0];
  const values: Readonly<Record<string, string>> = {
    select: chosen === undefined ? '' : optionValue(chosen),
    textarea: rawText(element),
  };
  const byDefault = type === 'checkbox' || type === 'radio' ? 'on' : '';
  return {
    name: attributes.get('name') ?? '',
    type,
    value: values[type] ?? attributes.get('value') ?? byDefault,
    checked: attributes.has('checked'),
    disabled: isDisabled(element),
    readonly: attributes.has('readonly'),
    options: options.map(optionValue),
    label: labelOf(element, all),
  };
}

function labelOf(element: HtmlElement, all: readonly HtmlElement[]): string {
  const id = element.attributes.get('id');
  const label = all.find(
    ({ tag, attributes }) => tag === 'label' && id !== undefined && attributes.get('for') === id,
  );
  if (label !== undefined) return textOf(label);
  for (let each = element.parent; each !== undefined; each = each.parent) {
    if (each.tag === 'label') return textOf(each);
  }
  return element.attributes.get('aria-label') ?? '';
}

function readButton(element: HtmlElement, base: URL): SubmitButton {
  const { attributes } = element;
  const action = attributes.get('formaction');
  return {
    name: attributes.get('name'),
    value: attributes.get('value') ?? '',
    text: textOf(element) || (attributes.get('value') ?? ''),
    disabled: isDisabled(element),
    action: action === undefined ? undefined : new URL(action, base),
  };
}

/** What a browser would send for this filling. Throws where a person could not do it: unknown field, no such option. */
export function encodeForm(
  form: Form,
  filling: Filling = {},
): { readonly action: URL; readonly body: URLSearchParams } {
  const { fields = {}, tamper = {} } = filling;
  for (const name of Object.keys(fields)) {
    if (!form.controls.some((control) => control.name === name && isFillable(control))) {
      throw new Error(`the form for ${form.action.pathname} has no field "${name}" that a person can fill`);
    }
  }
  const body = new URLSearchParams();
  for (const control of form.controls) {
    const value = sentValue(control, fields[control.name]);
    if (value !== undefined) body.append(control.name, value);
  }
  const button = pressed(form, filling.button);
  if (button?.name !== undefined) body.append(button.name, button.value);
  for (const [name, value] of Object.entries(tamper)) {
    if (value === undefined) body.delete(name);
    else body.set(name, value);
  }
  return { action: button?.action ?? form.action, body };
}

function isFillable({ type, disabled, readonly }: Control): boolean {
  return !disabled && !readonly && type !== 'hidden';
}

function sentValue(control: Control, given: string | boolean | undefined): string | undefined {
  if (control.disabled || control.name === '') return undefined;
  if (control.type === 'checkbox') return (given ?? control.checked) ? control.value : undefined;
  if (control.type === 'radio') {
    return (given === undefined ? control.checked : given === control.value) ? control.value : undefined;
  }
  if (typeof given === 'boolean') throw new Error(`"${control.name}" is no checkbox`);
  if (control.type === 'select' && given !== undefined && !control.options.includes(given)) {
    throw new Error(`"${control.name}" has no option "${given}"`);
  }
  return given ?? control.value;
}

function pressed({ action, buttons }: Form, wanted: Filling['button']): SubmitButton | undefined {
  const live = buttons.filter(({ disabled }) => !disabled);
  if (wanted === undefined) return live[0];
  if (typeof wanted === 'number') return live[wanted];
  const found = live.find(({ value, text }) =>
    typeof wanted === 'string' ? value === wanted || text === wanted : wanted.test(text),
  );
  if (found === undefined) throw new Error(`the form for ${action.pathname} has no button ${String(wanted)}`);
  return found;
}
