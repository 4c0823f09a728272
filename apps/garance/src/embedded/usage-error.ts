/** An unusable setting or argument; its message is printed without a stack. */
export class UsageError extends Error {}
