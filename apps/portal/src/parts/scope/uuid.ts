import { GaranceError } from '@garance/core';

const pattern = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** An id out of a path, before any query. @throws GaranceError `general.not_found` */
export function requireUuid(id: string): string {
  if (!pattern.test(id)) throw new GaranceError('general.not_found');
  return id;
}
