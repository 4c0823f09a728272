import { type CivilRegister, type Environment, GaranceError } from '@garance/core';

/**
 * For an integration hub without a civil register: a person is who the provider says, of a kind of their own
 * (spec/identity "Subject identifier").
 * @throws GaranceError `register.required` in production, on both platforms
 */
export function createAbsentRegister(environment: Environment): CivilRegister {
  if (environment !== 'integration') throw new GaranceError('register.required');
  return { lookUp: async (identity) => ({ kind: 'not-asked', identity }) };
}
