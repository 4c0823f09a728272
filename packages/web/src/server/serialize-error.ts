import { GaranceError } from '@garance/core';
import { scrubErrorText } from './scrub.ts';

const deepestCause = 3;
const mostFrames = 12;

/** JSON.parse quotes what it could not read, so its message is not kept. */
function safeMessage(error: Error): string {
  return error instanceof SyntaxError ? 'could not be parsed' : scrubErrorText(error.message);
}

/** `ECONNREFUSED`, `ERR_JWS_SIGNATURE_VERIFICATION_FAILED`, or something that must be looked at. */
function safeCode(code: string): string {
  return /^[A-Z][A-Z0-9_]{0,63}$/.test(code) ? code : scrubErrorText(code);
}

function stackFrames(error: Error): string[] {
  const lines = (error.stack ?? '').split('\n').map((line) => line.trim());
  return lines.filter((line) => line.startsWith('at ')).slice(0, mostFrames);
}

/** What is logged of an error: kind, code, scrubbed message, frames and causes; never its other properties. */
export function serializeError(error: unknown, depth = 0): Record<string, unknown> {
  if (!(error instanceof Error)) return { kind: typeof error };
  const code = (error as { readonly code?: unknown }).code;
  return {
    kind: error.name,
    ...(typeof code === 'string' ? { code: safeCode(code) } : {}),
    message: safeMessage(error),
    ...(error instanceof GaranceError ? {} : { stack: stackFrames(error) }),
    ...(error.cause !== undefined && depth < deepestCause
      ? { cause: serializeError(error.cause, depth + 1) }
      : {}),
  };
}
