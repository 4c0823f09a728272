/** The address of a list with its filters; empty ones are left out. */
export function listHref(root: string, values: Readonly<Record<string, string>>): string {
  const query = new URLSearchParams(Object.entries(values).filter(([, value]) => value !== ''));
  return query.size === 0 ? root : `${root}?${query}`;
}

export const pageSize = 25;
