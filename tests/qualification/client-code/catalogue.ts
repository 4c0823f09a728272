/** Every change of a line of a security check, with the rule that the line holds and the site where it is played. */
import { clients } from './clients.ts';
import { type Instrumented, instrument, loadInstrumented, type Mutant } from './instrument.ts';
import { lineOf } from './lines.ts';
import type { Rule } from './rules.ts';
import type { Site } from './workshop.ts';

export interface Candidate extends Mutant, Site {
  readonly rule: Rule;
  readonly also: readonly Rule[];
}

let made: Promise<Instrumented> | undefined;

/** Instruments the modules of all clients, once in a process: a mutant has the same number in each. */
function instrumented(): Promise<Instrumented> {
  made ??= instrument(
    clients.flatMap(({ name, folder, lines }) =>
      [...new Set(lines.map(({ module }) => module))].map((module) => ({
        url: `${folder}${module}.js`,
        name: `${name}/${module}`,
      })),
    ),
  );
  return made;
}

export async function listCandidates(): Promise<readonly Candidate[]> {
  const { mutants } = await instrumented();
  return mutants.flatMap((mutant) => {
    const client = clients.find(({ name }) => mutant.module.startsWith(`${name}/`));
    if (client === undefined) return [];
    const line = lineOf(client.lines, mutant.module.slice(client.name.length + 1), mutant.part);
    if (line === undefined) return [];
    const { rule, also = [], platform = 'plus', atRehearsalIssuer } = line;
    const at = atRehearsalIssuer === true ? { atRehearsalIssuer } : {};
    return [{ ...mutant, client: client.name, rule, also, platform, ...at }];
  });
}

/** Makes the changes loadable in this process. */
export async function prepareLoading(): Promise<void> {
  const { code } = await instrumented();
  loadInstrumented(
    code,
    clients.map(({ folder }) => folder),
  );
}
