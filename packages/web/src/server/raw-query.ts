/** The query of a request, still encoded and without its question mark; '' when there is none. */
export function rawQuery(request: { readonly raw: { readonly url?: string | undefined } }): string {
  const url = request.raw.url ?? '';
  const start = url.indexOf('?');
  return start === -1 ? '' : url.slice(start + 1);
}
