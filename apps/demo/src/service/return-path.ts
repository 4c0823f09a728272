/** The pages to which a sign-in may lead. A fixed list, so that there is no open redirect. */
export const protectedPaths = ['/account', '/account/documents'] as const;
export type ProtectedPath = (typeof protectedPaths)[number];

/** The requested path when it is one of the list, else the person's space. */
export function returnPath(requested: string | null | undefined): ProtectedPath {
  return protectedPaths.find((path) => path === requested) ?? '/account';
}
