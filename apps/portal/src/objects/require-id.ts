import { GaranceError } from '@garance/core';

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Validates an id from a path or form before any query. @throws GaranceError `general.not_found` */
export function requireId(id: string | undefined): string {
  if (id === undefined || !uuidPattern.test(id)) throw new GaranceError('general.not_found');
  return id;
}
