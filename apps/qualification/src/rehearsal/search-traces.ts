/** Looks in what a browser saw for what is known of a login: in clear, and as addresses, pages and cookies write it. */
import type { KnownKind, Sighting, Trace } from '../vocabulary/trace.ts';

export interface Known {
  readonly kind: KnownKind;
  readonly value: string;
}

/** Shorter ones are in a page by chance. */
const shortest = 5;
/** An encoding in an encoding in an encoding. */
const deepest = 3;
const mostForms = 24;
/** Of a token that was cut into pieces, as cookies of limited size do. */
const pieceLength = 40;

/** Attributes of a person that are theirs alone; codes of places, countries and the gender are shared by many. */
const ownAttributes = ['given_name', 'family_name', 'preferred_username', 'email', 'birthdate'] as const;

export function ownAttributesOf(claims: Readonly<Record<string, unknown>>): readonly string[] {
  return ownAttributes.flatMap((name) => {
    const value = claims[name];
    return typeof value === 'string' ? [value] : [];
  });
}

/** Each kind once for each trace that it lies in; no value is told. */
export function searchTraces(traces: readonly Trace[], known: readonly Known[]): readonly Sighting[] {
  const wanted = known.filter(({ value }) => value.length >= shortest);
  const tokens = wanted.filter(({ kind }) => kind === 'id-token');
  return traces.flatMap(({ text }, trace) => {
    const forms = formsOf(text, (form) =>
      tokens.reduce((left, { value }) => left.replaceAll(value, ' '), form),
    );
    const kinds = wanted
      .filter((each) => forms.some(({ whole, masked }) => liesIn(isInToken(each) ? masked : whole, each)))
      .map(({ kind }) => kind);
    return [...new Set(kinds)].map((kind) => ({ trace, kind }));
  });
}

/** What an id_token says is not looked for inside of it: the token itself is what lies there. */
function isInToken({ kind }: Known): boolean {
  return kind === 'identity' || kind === 'subject';
}

function liesIn(text: string, { kind, value }: Known): boolean {
  if (kind === 'identity') return text.toLowerCase().includes(value.toLowerCase());
  return text.includes(value) || piecesOf(value).some((piece) => text.includes(piece));
}

/** From the middle of the payload and of the signature; headers are alike for all. */
function piecesOf(value: string): readonly string[] {
  const parts = value.split('.');
  if (parts.length < 3) return [];
  return parts.slice(1).flatMap((part) => {
    const begin = Math.floor((part.length - pieceLength) / 2);
    return begin < 0 ? [] : [part.slice(begin, begin + pieceLength)];
  });
}

interface Form {
  readonly whole: string;
  readonly masked: string;
}

/** The text and what it says when it is decoded, again and again. */
function formsOf(text: string, mask: (form: string) => string): readonly Form[] {
  const forms: Form[] = [{ whole: text, masked: mask(text) }];
  let [begin, end] = [0, 1];
  for (let depth = 0; depth < deepest && begin < end; depth += 1) {
    for (const { whole, masked } of forms.slice(begin, end)) {
      for (const decode of decoders) {
        const decoded = decode(whole);
        if (decoded === '' || decoded === whole || forms.length >= mostForms) continue;
        if (forms.some((known) => known.whole === decoded)) continue;
        forms.push({ whole: decoded, masked: mask(decode(masked)) });
      }
    }
    [begin, end] = [end, forms.length];
  }
  return forms;
}

const decoders: readonly ((text: string) => string)[] = [
  decodePercent,
  decodeEntities,
  decodeEscapes,
  decodeBase64,
];

/** Lenient: what is no encoding stays as it is. */
function decodePercent(text: string): string {
  if (!/[%+]/.test(text)) return text;
  return text.replaceAll('+', ' ').replace(/(?:%[0-9a-f]{2})+/gi, (run) => {
    const bytes = Buffer.from(run.replaceAll('%', ''), 'hex');
    return bytes.toString('utf8');
  });
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,6})|#x([0-9a-f]{1,6})|(\w{2,4}));/gi, (entity, decimal, hex, name) => {
    const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
    if (name !== undefined) return entities[name.toLowerCase()] ?? entity;
    return code <= 0x10ffff ? String.fromCodePoint(code) : entity;
  });
}

/** Of JSON and scripts: `\u00e9`. */
function decodeEscapes(text: string): string {
  return text.replace(/\\u([0-9a-f]{4})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** What the runs of Base64, of either alphabet, and of hexadecimal hold, where that is text. */
function decodeBase64(text: string): string {
  const runs = text.match(/[A-Za-z0-9+/_-]{8,}/g) ?? [];
  return runs.flatMap(textsOf).join('\n');
}

function textsOf(run: string): readonly string[] {
  const decoded = [Buffer.from(run.replaceAll('-', '+').replaceAll('_', '/'), 'base64').toString('utf8')];
  if (/^(?:[0-9a-f]{2})+$/i.test(run)) decoded.push(Buffer.from(run, 'hex').toString('utf8'));
  return decoded.filter(isText);
}

function isText(text: string): boolean {
  const odd = text.match(/[\p{Cc}\uFFFD]/gu)?.length ?? 0;
  return text.length >= shortest && odd <= text.length / 8;
}
