import { GaranceError } from '@garance/core';
import { z } from 'zod';

/** Reads a version from a form. @throws GaranceError `general.bad_request` */
export function requireVersion(text: string): number {
  const version = z.coerce.number().int().nonnegative().safeParse(text);
  if (text === '' || !version.success) throw new GaranceError('general.bad_request');
  return version.data;
}
