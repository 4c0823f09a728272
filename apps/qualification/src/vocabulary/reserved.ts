/** The names that a forged answer may bear: the hub's guard knows them, so they live where it does. */
export { reservedIdentities as reserved } from '@garance/core';
