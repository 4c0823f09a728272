/** Where a piece of a module stands: in which functions, constants and rows of tables, by their names. */
import { parseSync } from 'oxc-parser';

export interface Part {
  /** From outside inwards, with dots: `idTokenChecks.iss.holds`. */
  readonly path: string;
  readonly start: number;
  readonly end: number;
}

export interface Outline {
  /** The innermost part that holds this range; empty at the top of the module. */
  partOf(range: Range): string;
  /** Whether the range only names a check, for logs, or is on a page: nothing is decided by it. */
  isName(range: Range): boolean;
}

/** In UTF-16 units of the module's text; the end is not part of it. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

type Node = Record<string, unknown> & Range & { readonly type: string };

/** @param name of the module, for the kind of its syntax */
export function outlineOf(name: string, code: string): Outline {
  const { program, errors } = parseSync(name, code);
  if (errors.length > 0) throw new SyntaxError(`${name}: ${errors[0]?.message}`);
  const parts: Part[] = [];
  const names: Range[] = [];
  const visit = (value: unknown, path: string): void => {
    if (Array.isArray(value)) for (const element of value) visit(element, path);
    if (!isNode(value)) return;
    names.push(...namesIn(value));
    const own = nameOf(value);
    const here = own === undefined ? path : path === '' ? own : `${path}.${own}`;
    if (own !== undefined) parts.push({ path: here, start: value.start, end: value.end });
    for (const child of Object.values(value)) visit(child, here);
  };
  visit(program, '');
  const holds = (outer: Range) => (range: Range) => outer.start <= range.start && range.end <= outer.end;
  return {
    // Parts are listed from outside inwards.
    partOf: (range) => parts.findLast((part) => holds(part)(range))?.path ?? '',
    isName: (range) => names.some((name) => holds(name)(range)),
  };
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}

/** What this node names: a function, a constant, a member, a row of a table that has a `name`. */
function nameOf(node: Node): string | undefined {
  switch (node.type) {
    case 'FunctionDeclaration':
    case 'VariableDeclarator':
      return identifier(node.id);
    case 'Property':
    case 'MethodDefinition':
      return identifier(node.key);
    case 'ObjectExpression':
      return properties(node).flatMap(({ key, value }) => (key === 'name' ? (text(value) ?? []) : []))[0];
    default:
      return undefined;
  }
}

const checkMembers: readonly string[] = ['name', 'clause'];
const refusals = /^(?:Refusal|RefusedAnswerError|Refused)$/;

/** Their first parameter names what is looked at. */
const places = /^(?:hold|parseObject|payloadOf)$/;

/** Their parameters are what a person sees. */
const pages = /^(?:page|show|sendPage|sendRefusal|failure|accountPage)$/;

/** Texts that name a refusal or a row of a table of checks, and pages. */
function namesIn(node: Node): readonly Range[] {
  if (node.type === 'ObjectExpression') {
    const members = properties(node);
    const place = members.find(({ key }) => key === 'place');
    if (place !== undefined) return [place.value];
    if (!members.some(({ key }) => key === 'holds')) return [];
    return members.flatMap(({ key, value }) => (checkMembers.includes(key ?? '') ? [value] : []));
  }
  const parameters = Array.isArray(node.arguments) ? (node.arguments as readonly Node[]) : [];
  const called = identifier(node.callee) ?? '';
  if (node.type === 'NewExpression') return refusals.test(called) ? parameters : [];
  if (node.type !== 'CallExpression') return [];
  if (called === 'refuseUnless') return parameters.slice(1);
  if (places.test(called)) return parameters.slice(0, 1);
  return pages.test(called) ? parameters : [];
}

function properties(node: Node): readonly { readonly key: string | undefined; readonly value: Node }[] {
  return (node.properties as readonly Node[]).flatMap((property) =>
    property.type === 'Property' ? [{ key: identifier(property.key), value: property.value as Node }] : [],
  );
}

function identifier(node: unknown): string | undefined {
  return isNode(node) && node.type === 'Identifier' ? (node.name as string) : undefined;
}

function text(node: Node): string | undefined {
  return node.type === 'Literal' && typeof node.value === 'string' ? node.value : undefined;
}
