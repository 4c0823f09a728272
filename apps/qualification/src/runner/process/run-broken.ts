/**
 * Why a run in its own process ended without results, in the platform's words: the output of that process is not
 * repeated.
 */

/** What the runner's process may say of its own end. */
export const reportedBreaks = [
  /** Nothing could be asked of a page where the run cannot go on without. */
  'page',
  /** The rehearsal service refused a rehearsal token. */
  'rehearsalService-refused',
  'unexpected',
] as const;

export type RunBreak =
  | (typeof reportedBreaks)[number]
  /** The process ended before it had reported. */
  | 'ended'
  /** It needed more memory than it is given. */
  | 'out-of-memory'
  /** It could not be started, or its program is incomplete. */
  | 'not-started'
  /** Its report is malformed. */
  | 'unreadable'
  /** It left out a scenario. */
  | 'incomplete'
  | 'too-long';

/**
 * The message is made of the reason, the exit code and a place in our own program. The process opens pages of strangers:
 * its output, error texts included, could hold anything (security.md 18 and 23).
 */
export class RunBroken extends Error {
  readonly reason: RunBreak;

  constructor(reason: RunBreak, seen: { readonly exit?: number | string | null; readonly at?: string } = {}) {
    const exit = seen.exit === undefined ? [] : [`exit ${seen.exit ?? 'unknown'}`];
    super(
      [`the run broke: ${reason}`, ...exit, ...(seen.at === undefined ? [] : [`at ${seen.at}`])].join(', '),
    );
    this.name = 'RunBroken';
    this.reason = reason;
  }
}

/** Words of Node in what the process wrote to its error output, and what they mean. */
const complaints: readonly (readonly [string, RunBreak])[] = [
  ['heap out of memory', 'out-of-memory'],
  ['ERR_MODULE_NOT_FOUND', 'not-started'],
  ['MODULE_NOT_FOUND', 'not-started'],
  ['bad option', 'not-started'],
];

/** @param complaint the last characters of the error output */
export function classifyEnd(complaint: string): RunBreak {
  return complaints.find(([words]) => complaint.includes(words))?.[1] ?? 'ended';
}
