const pageSize = 25;

/** One page of a list kept in order of a sequence, newest first. `next` is where the page after it begins. */
export async function readPage<T extends { readonly sequence: number }>(
  before: unknown,
  read: (page: { readonly before?: number; readonly limit: number }) => Promise<readonly T[]>,
): Promise<{ readonly items: readonly T[]; readonly next: string | undefined }> {
  const from = typeof before === 'string' && /^\d{1,15}$/.test(before) ? Number(before) : undefined;
  const found = await read({ limit: pageSize + 1, ...(from !== undefined && { before: from }) });
  const items = found.slice(0, pageSize);
  return { items, next: found.length > pageSize ? String(items.at(-1)?.sequence ?? 0) : undefined };
}
