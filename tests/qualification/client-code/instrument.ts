/**
 * Built modules of a client, each with every mutant that Stryker's operators make of it, switched at run time by
 * `__stryker__.activeMutant`; and their import, anew for each mutant.
 */
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { Instrumenter } from '@stryker-mutator/instrumenter';
import { type Outline, outlineOf } from './parts.ts';

/** A module to change, by its address. */
export interface Source {
  readonly url: string;
  /** `demo/check-answer`. */
  readonly name: string;
}

export interface Mutant {
  /** The same as long as the code of its part is: `demo/check-answer checkLevel: reached.success → true`. */
  readonly id: string;
  /** `demo/check-answer`. */
  readonly module: string;
  /** `checkLevel`, `idTokenChecks.iss.holds`. */
  readonly part: string;
  readonly operator: string;
  /** Stryker's number, which switches it on. */
  readonly number: string;
}

export interface Instrumented {
  readonly mutants: readonly Mutant[];
  /** Code with the switches, by the module's address. */
  readonly code: ReadonlyMap<string, string>;
}

/** Says nothing. */
const silent = {
  isTraceEnabled: () => false,
  isDebugEnabled: () => false,
  isInfoEnabled: () => false,
  isWarnEnabled: () => false,
  isErrorEnabled: () => false,
  isFatalEnabled: () => false,
  trace: () => undefined,
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  fatal: () => undefined,
};

export async function instrument(sources: readonly Source[]): Promise<Instrumented> {
  const modules = sources.map(({ url, name }) => {
    const content = readFileSync(new URL(url), 'utf8');
    return { url, name, content, outline: outlineOf(url, content) };
  });
  const files = modules.map(({ url, content }) => ({ name: url, content, mutate: true }));
  const options = { plugins: null, ignorers: [], excludedMutations: [] };
  const { files: changed, mutants } = await new Instrumenter(silent).instrument(files, options);
  const byUrl = new Map(modules.map((module) => [module.url, module]));
  const found = mutants.flatMap((mutant) => {
    const module = byUrl.get(mutant.fileName);
    return module === undefined ? [] : (described(mutant, module) ?? []);
  });
  return { mutants: numbered(found), code: new Map(changed.map(({ name, content }) => [name, content])) };
}

type StrykerMutant = Awaited<ReturnType<Instrumenter['instrument']>>['mutants'][number];

/** Undefined for one that only changes the name of a check. */
function described(
  { id, location, mutatorName, replacement }: StrykerMutant,
  { name, content, outline }: { readonly name: string; readonly content: string; readonly outline: Outline },
): Mutant | undefined {
  const offsetOf = ({ line, column }: (typeof location)['start']) => lineStart(content, line) + column;
  const range = { start: offsetOf(location.start), end: offsetOf(location.end) };
  if (outline.isName(range)) return undefined;
  const part = outline.partOf(range);
  const change = `${brief(content.slice(range.start, range.end))} → ${brief(replacement)}`;
  return { id: `${name} ${part}: ${change}`, module: name, part, operator: mutatorName, number: id };
}

/** @param line from 0 */
function lineStart(text: string, line: number): number {
  let start = 0;
  for (let passed = 0; passed < line; passed += 1) start = text.indexOf('\n', start) + 1;
  return start;
}

const mostCharacters = 60;

/** On one line, the middle left out where it is long. */
function brief(code: string): string {
  const line = code.replace(/\s+/g, ' ').replace(/["`]/g, "'");
  if (line.length <= mostCharacters) return line;
  return `${line.slice(0, mostCharacters / 2)}…${line.slice(-mostCharacters / 2)}`;
}

/** Equal changes in one part are counted. */
function numbered(mutants: readonly Mutant[]): readonly Mutant[] {
  const seen = new Map<string, number>();
  return mutants.map((mutant) => {
    const times = (seen.get(mutant.id) ?? 0) + 1;
    seen.set(mutant.id, times);
    return times === 1 ? mutant : { ...mutant, id: `${mutant.id} #${times}` };
  });
}

const mark = 'mutant';

/** From here on `importWith` finds the instrumented code, and what it imports of the same folders likewise. */
export function loadInstrumented(code: ReadonlyMap<string, string>, folders: readonly string[]): void {
  registerHooks({
    resolve: (specifier, context, nextResolve) => {
      const found = nextResolve(specifier, context);
      const wanted = URL.parse(context.parentURL ?? '')?.searchParams.get(mark);
      const isOwn = folders.some((folder) => found.url.startsWith(folder));
      if (wanted == null || !isOwn || found.url.includes('?')) return found;
      return { ...found, url: `${found.url}?${mark}=${wanted}` };
    },
    load: (url, context, nextLoad) => {
      const [address = '', query] = url.split('?');
      const source = query?.startsWith(`${mark}=`) === true ? code.get(address) : undefined;
      return source === undefined ? nextLoad(url, context) : { format: 'module', source, shortCircuit: true };
    },
  });
}

interface Switch {
  activeMutant?: string;
  hitCount?: number;
  hitLimit?: number;
}

/** A loop that never ends throws instead. */
const hitLimit = 1_000_000;

/**
 * Imports modules anew, with this mutant switched on from now on: what is decided at their loading is changed too.
 * `undefined`: none, the true code.
 */
export async function importWith(
  number: string | undefined,
  urls: readonly string[],
): Promise<readonly unknown[]> {
  const world = globalThis as { __stryker__?: Switch };
  world.__stryker__ = { ...world.__stryker__ };
  Object.assign(world.__stryker__, { activeMutant: number ?? '', hitCount: 0, hitLimit });
  imports += 1;
  return Promise.all(urls.map((url) => import(`${url}?${mark}=${number ?? 'none'}-${imports}`)));
}

let imports = 0;
