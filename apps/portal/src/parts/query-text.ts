import type { RequestContext } from './request-context.ts';

/** A value of the address; '' when it is absent or repeated. */
export function queryText({ request }: Pick<RequestContext, 'request'>, name: string): string {
  const value = (request.query as Readonly<Record<string, unknown>>)[name];
  return typeof value === 'string' ? value.trim().slice(0, 200) : '';
}
