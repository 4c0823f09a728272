import { GaranceError } from '@garance/core';
import { z } from 'zod';

const idSchema = z.uuidv4();

/** An id out of a path or form, before any query. @throws GaranceError `general.not_found` */
export function requireId(id: string | undefined): string {
  const parsed = idSchema.safeParse(id);
  if (!parsed.success) throw new GaranceError('general.not_found');
  return parsed.data;
}
