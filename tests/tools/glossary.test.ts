import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { parseSync, Visitor } from 'oxc-parser';
import { expect, it } from 'vitest';

const root = new URL('../../', import.meta.url);

/** The cells of each row of the glossary's tables, without their heads. */
const rows = readFileSync(new URL('docs/glossary.md', root), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| term '))
  .map((line) => line.slice(2, -2).split(' | '));

it('the glossary defines each term once', () => {
  const terms = rows.map(([term = '']) => term.toLowerCase());
  expect(terms.length).toBeGreaterThan(50);
  expect(terms.filter((term, index) => terms.indexOf(term) !== index)).toEqual([]);
});

it('the glossary names files and folders that exist', () => {
  const places = rows.flatMap((cells) =>
    [...(cells.at(-1) ?? '').matchAll(/`([^`]+)`/g)].map(([, path = '']) => path),
  );
  expect(places.filter((path) => !existsSync(new URL(path, root)))).toEqual([]);
});

/** Variables, parameters and functions with these names say nothing of what they hold (CONTRIBUTING.md). */
const privateWords: ReadonlySet<string> = new Set([
  'asked',
  'asker',
  'each',
  'given',
  'heir',
  'one',
  'said',
  'told',
  'wanted',
]);

/** Sources that are left out, with the reason. */
const exceptions: Readonly<Record<string, string>> = {
  'apps/qualification/src/rehearsal/': 'its names are changed separately',
  'apps/qualification/src/runner/': 'its names are changed separately',
  'apps/qualification/src/scenarios/': 'its names are changed separately',
  'tests/qualification/': 'its names are changed separately',
};

/** Names bound by a pattern: an identifier, or what a destructuring, a default or a rest binds. */
function boundNames(node: unknown): readonly string[] {
  const pattern = node as Record<string, unknown> & { readonly type?: string };
  switch (pattern?.type) {
    case 'Identifier':
      return [pattern.name as string];
    case 'ObjectPattern':
      return (pattern.properties as readonly unknown[]).flatMap(boundNames);
    case 'Property':
      return boundNames(pattern.value);
    case 'ArrayPattern':
      return (pattern.elements as readonly unknown[]).flatMap(boundNames);
    case 'AssignmentPattern':
      return boundNames(pattern.left);
    case 'RestElement':
      return boundNames(pattern.argument);
    case 'TSParameterProperty':
      return boundNames(pattern.parameter);
    default:
      return [];
  }
}

/** @returns names of the variables, parameters and functions that a source declares */
function declaredNames(path: string, text: string): readonly string[] {
  const names: string[] = [];
  const ofFunction = ({ id, params }: { readonly id?: unknown; readonly params: readonly unknown[] }) => {
    names.push(...boundNames(id), ...params.flatMap(boundNames));
  };
  new Visitor({
    VariableDeclarator: ({ id }) => void names.push(...boundNames(id)),
    FunctionDeclaration: ofFunction,
    FunctionExpression: ofFunction,
    ArrowFunctionExpression: ofFunction,
  }).visit(parseSync(path, text).program);
  return names;
}

const mayDeclare = new RegExp(`\\b(?:${[...privateWords].join('|')})\\b(?! [a-z])`);

function privateWordsIn(path: string, text: string): readonly string[] {
  if (!mayDeclare.test(text)) return [];
  return declaredNames(path, text).filter((name) => privateWords.has(name));
}

it('the search for private words finds them wherever a name is bound', () => {
  const sources = [
    'const asked = 1;',
    'for (const each of []) run(each);',
    'const { told } = x;',
    'const [, { a: said = 1 }] = x;',
    'function one() {}',
    'const f = (wanted) => 1;',
    'const f = async ({ given }: { given: string }) => 1;',
    'const f = function (...heir: string[]) {};',
  ];
  expect(sources.filter((text) => privateWordsIn('a.ts', text).length !== 1)).toEqual([]);
  expect(privateWordsIn('a.ts', 'const x = { one: 1, asked: y.told };')).toEqual([]);
});

it('no source declares a variable, parameter or function named by a private word', () => {
  const files = execFileSync('git', ['ls-files', '*.ts', '*.tsx', '*.mjs'], { cwd: root, encoding: 'utf8' })
    .split('\n')
    .filter((path) => path !== '' && existsSync(new URL(path, root)))
    .filter((path) => !Object.keys(exceptions).some((prefix) => path.startsWith(prefix)));
  expect(files.length).toBeGreaterThan(500);
  const found = files.flatMap((path) =>
    privateWordsIn(path, readFileSync(new URL(path, root), 'utf8')).map((name) => `${path}: ${name}`),
  );
  expect(found).toEqual([]);
});
