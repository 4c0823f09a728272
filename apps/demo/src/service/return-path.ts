/** The pages a sign-in may lead to. A list, not a rule about addresses: there is nothing to outwit (open redirect). */
export const protectedPaths = ['/account', '/account/documents'] as const;
export type ProtectedPath = (typeof protectedPaths)[number];

/** The asked path when it is one of the service's own protected pages, else the person's space. */
export function returnPath(asked: string | null | undefined): ProtectedPath {
  return protectedPaths.find((path) => path === asked) ?? '/account';
}
