import { type CivilRegister, type Environment, GaranceError } from '@garance/core';

/**
 * For an integration hub without a civil register: accepts the person as the provider describes them, under a separate
 * kind of identity (spec/identity "Subject identifier").
 * @throws GaranceError `register.required` in production, on both platforms
 */
export function createAbsentRegister(environment: Environment): CivilRegister {
  if (environment !== 'integration') throw new GaranceError('register.required');
  return { lookUp: async (identity) => ({ kind: 'not-asked', identity }) };
}
