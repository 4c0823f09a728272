import { GaranceError } from '@garance/core';
import { scrubErrorText, scrubText } from './scrub.ts';

const deepestCause = 3;
const mostFrames = 12;
const maxFrameCharacters = 300;
/** Of a stack that are looked at for frames. */
const maxStackCharacters = 20_000;

/** JSON.parse quotes what it could not read, so its message is not kept. */
function safeMessage(error: Error): string {
  return error instanceof SyntaxError ? 'could not be parsed' : scrubErrorText(error.message);
}

/** `ECONNREFUSED`, `ERR_JWS_SIGNATURE_VERIFICATION_FAILED`, or something that must be looked at. */
function safeCode(code: string): string {
  return /^[A-Z][A-Z0-9_]{0,63}$/.test(code) ? code : scrubErrorText(code);
}

/** Names of classes; a name that somebody set to a text of their own is not one. */
function safeName(name: unknown): string {
  return typeof name === 'string' && /^[A-Za-z_$][\w$]{0,63}$/.test(name) ? name : 'Error';
}

/** The stack repeats the message, whose lines may look like frames: they are left out. */
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

/** What is logged of an error: kind, code, scrubbed message, frames and causes; never its other properties. */
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
