/** A problem of a configuration. Values are never quoted: any of them may be a secret. */
export interface Problem {
  /** Place in the file: `hubs[0].issuer`; `''` is the file itself. */
  readonly path: string;
  readonly says: string;
  /** How to correct it. */
  readonly fix: string;
}

/** `hubs[0].issuer` from its steps. */
export function pathOf(steps: readonly PropertyKey[]): string {
  return steps.reduce<string>((path, step) => {
    if (typeof step === 'number') return `${path}[${step}]`;
    return path === '' ? String(step) : `${path}.${String(step)}`;
  }, '');
}

/** One line per problem. */
export function describeProblems(file: string, problems: readonly Problem[]): string {
  const lines = problems.map(
    ({ path, says, fix }) => `  ${path === '' ? '(the file)' : path}: ${says}. ${fix}`,
  );
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  return `${file} cannot be used, ${count}:\n${lines.join('\n')}\n`;
}
