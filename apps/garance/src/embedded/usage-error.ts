/** A setting or argument that cannot be used: said in one line, without a stack. */
export class UsageError extends Error {}
