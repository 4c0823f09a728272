/** Claims of a token or of a userinfo answer, whose values nothing has been proven of. */
export type Claims = Readonly<Record<string, unknown>>;
