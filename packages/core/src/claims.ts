/** Claims of a token or of a userinfo answer, not verified. */
export type Claims = Readonly<Record<string, unknown>>;
