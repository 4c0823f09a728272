/**
 * What a service sends and the hub keeps until the login ends is bounded, so that stored requests stay small however they
 * were filled (security.md, attack 25). Characters, decoded.
 */
export const MAX_STATE_LENGTH = 2048;
export const MAX_NONCE_LENGTH = 2048;
