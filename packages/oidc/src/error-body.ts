import { codeForService, type ErrorCode, getErrorDefinition } from '@garance/core';

export interface ErrorBody {
  readonly error: string;
  readonly error_description: string;
}

/** RFC 6749 §5.2: `error_description` contains printable ASCII without `"` and `\`. */
const outsideDescription = /[^\x20-\x21\x23-\x5b\x5d-\x7e]/g;

/**
 * An error for a service, as a JSON body or as response parameters. An error whose cause is not for services
 * (`codeForService`) is replaced by its neutral code, without detail.
 *
 * @param detail the *name* of a parameter or a list of accepted values; never a value of the request
 */
export function errorResponseBody(code: ErrorCode, detail?: string): ErrorBody {
  const publicCode = codeForService(code);
  const definition = getErrorDefinition(publicCode);
  const description =
    detail === undefined || publicCode !== code
      ? `${definition.operator} [${publicCode}]`
      : `${definition.operator} (${detail}) [${publicCode}]`;
  return { error: definition.oauth, error_description: description.replaceAll(outsideDescription, ' ') };
}
