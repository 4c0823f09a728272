import { GaranceError, hasControlCharacter } from '@garance/core';
import { type RawParams, readParams } from '@garance/oidc';
import type { FastifyRequest } from 'fastify';
import type { PortalForm } from '../../objects/form.ts';

/** @throws GaranceError `general.bad_request` */
export function readFormParams(request: FastifyRequest): RawParams {
  const body = request.body ?? '';
  if (typeof body !== 'string') throw new GaranceError('general.bad_request');
  const read = readParams(body, { maxBytes: 262_144, maxPairs: 2_000, keepControlCharacters: true });
  if (!read.ok) throw new GaranceError(read.error);
  return read.params;
}

/** @throws GaranceError `general.bad_request` */
export function readPortalForm(request: FastifyRequest): PortalForm {
  return formOf(readFormParams(request));
}

/**
 * Applied to every text field: NUL and other control characters are refused before any route reads the form.
 * @throws GaranceError `general.control_character`, with the field as detail
 */
export function requirePlainFields({ names, list }: PortalForm): void {
  const wrong = names.find((name) => hasControlCharacter(name) || list(name).some(hasControlCharacter));
  if (wrong !== undefined) {
    const detail = hasControlCharacter(wrong) ? undefined : wrong;
    throw new GaranceError('general.control_character', detail === undefined ? {} : { detail });
  }
}

export function formOf(params: RawParams): PortalForm {
  return {
    text: (name) => {
      const [value = '', ...more] = params.get(name) ?? [];
      return more.length === 0 ? value.trim() : '';
    },
    list: (name) => params.get(name) ?? [],
    has: (name) => params.has(name),
    names: [...params.keys()],
  };
}
