/** The parts of a form that a scripted citizen needs: its action and its hidden fields. */
export interface HtmlForm {
  readonly action: string;
  readonly hidden: ReadonlyMap<string, string>;
}

const attribute = (tag: string, name: string): string | undefined => {
  const match = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s>]+))`, 'i').exec(tag);
  const value = match?.[1] ?? match?.[2] ?? match?.[3];
  return value === undefined ? undefined : decodeEntities(value);
};

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) => {
    if (name) return entities[name] ?? whole;
    return String.fromCodePoint(hex ? Number.parseInt(hex, 16) : Number(decimal));
  });
}

/** The forms of a page, in order. */
export function parseForms(html: string): HtmlForm[] {
  const forms: HtmlForm[] = [];
  for (const [whole, open = ''] of html.matchAll(/(<form\b[^>]*>)[\s\S]*?<\/form>/gi)) {
    const hidden = new Map<string, string>();
    for (const [input] of whole.matchAll(/<input\b[^>]*>/gi)) {
      const name = attribute(input, 'name');
      if (name !== undefined && attribute(input, 'type') === 'hidden') {
        hidden.set(name, attribute(input, 'value') ?? '');
      }
    }
    forms.push({ action: attribute(open, 'action') ?? '', hidden });
  }
  return forms;
}
