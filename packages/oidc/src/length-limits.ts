/**
 * Limits of what a service sends and the hub stores until the login ends, so that stored requests stay small
 * (security.md, attack 25). Characters, decoded.
 */
export const MAX_STATE_LENGTH = 2048;
export const MAX_NONCE_LENGTH = 2048;
