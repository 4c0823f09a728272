import { GaranceError } from '@garance/core';
import { scrubErrorText, scrubText } from './scrub.ts';

const deepestCause = 3;
const mostFrames = 12;
const maxFrameCharacters = 300;
/** Number of characters of a stack that are searched for frames. */
const maxStackCharacters = 20_000;

/** JSON.parse quotes its input in the message, which is therefore dropped. */
function safeMessage(error: Error): string {
  return error instanceof SyntaxError ? 'could not be parsed' : scrubErrorText(error.message);
}

/** A code such as `ECONNREFUSED` or `ERR_JWS_SIGNATURE_VERIFICATION_FAILED` is kept; any other text is scrubbed. */
function safeCode(code: string): string {
  return /^[A-Z][A-Z0-9_]{0,63}$/.test(code) ? code : scrubErrorText(code);
}

/** The class name of an error; a name set to any other text becomes `Error`. */
function safeName(name: unknown): string {
  return typeof name === 'string' && /^[A-Za-z_$][\w$]{0,63}$/.test(name) ? name : 'Error';
}

/** Frames only: the stack begins with the message, whose lines may look like frames. */
function stackFrames({ stack, message }: Error): string[] {
  if (typeof stack !== 'string') return [];
  const messageAt = message === '' ? -1 : stack.indexOf(message);
  const begin = messageAt === -1 ? 0 : messageAt + message.length;
  return stack
    .slice(begin, begin + maxStackCharacters)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith('at '))
    .slice(0, mostFrames)
    .map((line) => scrubText(line.slice(0, maxFrameCharacters)));
}

/** What the log contains of an error: kind, code, scrubbed message, frames and causes; no other property. */
export function serializeError(error: unknown, depth = 0): Record<string, unknown> {
  if (!(error instanceof Error)) return { kind: typeof error };
  const code = (error as { readonly code?: unknown }).code;
  return {
    kind: safeName(error.name),
    ...(typeof code === 'string' ? { code: safeCode(code) } : {}),
    message: safeMessage(error),
    ...(error instanceof GaranceError ? {} : { stack: stackFrames(error) }),
    ...(error.cause !== undefined && depth < deepestCause
      ? { cause: serializeError(error.cause, depth + 1) }
      : {}),
  };
}
