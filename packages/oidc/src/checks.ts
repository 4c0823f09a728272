/**
 * An endpoint is an ordered table of small named checks. The first that does not hold ends the request, and its name goes
 * with the error: to the service's trace, which so cannot differ from what ran.
 */
import type { ErrorCode } from '@garance/core';

export interface CheckFailure<Code extends ErrorCode = ErrorCode> {
  readonly ok: false;
  readonly error: Code;
  /** Names of parameters or accepted values; never a value that was sent. */
  readonly detail?: string | undefined;
  /** The client that the credentials name, not proven: for counting failures. */
  readonly claimedClientId?: string | undefined;
  /** Name of the check that failed, where it is one of several within this one. */
  readonly check?: string;
}

export type CheckResult<Adds, Code extends ErrorCode = ErrorCode> =
  | { readonly ok: true; readonly adds: Adds }
  | CheckFailure<Code>;

/** What a table says of a check. */
export interface CheckRow<Code extends ErrorCode = ErrorCode> {
  readonly name: string;
  /** Of the specification that demands it. */
  readonly clause: string;
  /** Every error that it may end a request with; the compiler refuses any other. */
  readonly errors: readonly Code[];
}

/** One rule. It sees the input, and adds what it has established for the checks after it. */
export interface Check<Input, Adds, Code extends ErrorCode = ErrorCode> extends CheckRow<Code> {
  readonly run: (input: Input) => CheckResult<Adds, NoInfer<Code>>;
}

/** @returns the check; its `errors` are all that its `run` may answer */
export function defineCheck<Input, Adds, const Code extends ErrorCode>(
  check: Check<Input, Adds, Code>,
): Check<Input, Adds, Code> {
  return check;
}

/** A rule that needs a store, keys or another party. */
export interface AsyncCheck<Input, Adds, Code extends ErrorCode = ErrorCode> extends CheckRow<Code> {
  readonly run: (
    input: Input,
  ) => CheckResult<Adds, NoInfer<Code>> | Promise<CheckResult<Adds, NoInfer<Code>>>;
}

/** A failure, with the name of the check that did not hold. */
export interface NamedFailure extends CheckFailure {
  readonly check: string;
}

/** The check has nothing to add. */
export const passed = { ok: true, adds: {} } as const;

export function failureOf({ name }: CheckRow, failure: CheckFailure): NamedFailure {
  return { check: name, ...failure };
}

/** A table whose checks need what those before them established: the compiler holds the order. */
export interface CheckTable<Start extends object, Established extends Start> {
  readonly rows: readonly CheckRow[];
  /** The table with one check more, at its end. */
  and<Adds, const Code extends ErrorCode>(
    check: AsyncCheck<Established, Adds, Code>,
  ): CheckTable<Start, Established & Adds>;
  /** Runs the checks in order. `known`: what had been established when one failed. */
  run(
    start: Start,
  ): Promise<
    | { readonly ok: true; readonly value: Established }
    | (NamedFailure & { readonly known: Start & Partial<Established> })
  >;
}

export function startTable<Start extends object>(): CheckTable<Start, Start> {
  return tableOf<Start, Start>([]);
}

function tableOf<Start extends object, Established extends Start>(
  checks: readonly AsyncCheck<never, unknown>[],
): CheckTable<Start, Established> {
  return {
    rows: checks,
    and: (check) => tableOf([...checks, check]),
    run: async (start) => {
      let known: object = { ...start };
      for (const check of checks) {
        // `and` has proven that what the check needs is there.
        const result = await check.run(known as never);
        if (!result.ok) {
          return { ...failureOf(check, result), known: known as Start & Partial<Established> };
        }
        known = { ...known, ...(result.adds as object) };
      }
      return { ok: true, value: known as Established };
    },
  };
}
