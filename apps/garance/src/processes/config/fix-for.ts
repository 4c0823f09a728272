/** What to write at a place of the configuration, from the descriptions in its schema. */
import { z } from 'zod';
import { configurationSchema } from './schema.ts';

type Schema = z.core.JSONSchema.BaseSchema;

/** @param topic `names`: the settings of an object; `value`: the meaning of the setting */
export function fixFor(steps: readonly PropertyKey[], topic: 'names' | 'value'): string {
  const root: Schema = z.toJSONSchema(configurationSchema, { io: 'input', unrepresentable: 'any' });
  let schema: Schema | undefined = root;
  for (const step of steps) schema = inside(schema, step);
  if (schema === undefined) return 'See docs/configuration.md.';
  if (topic === 'names') return `Known here: ${namesOf(schema).join(', ')}.`;
  const { description, enum: values, type } = schema;
  if (description !== undefined) return `Expected: ${description}`;
  if (values !== undefined) return `Expected one of: ${values.join(', ')}.`;
  return type === undefined ? 'See docs/configuration.md.' : `Expected: ${type}.`;
}

const formsOf = (schema: Schema): readonly Schema[] =>
  [schema, ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])] as readonly Schema[];

function inside(schema: Schema | undefined, step: PropertyKey): Schema | undefined {
  if (schema === undefined) return undefined;
  const found = formsOf(schema)
    .map((form) => (typeof step === 'number' ? form.items : form.properties?.[String(step)]))
    .find((inner) => typeof inner === 'object' && !Array.isArray(inner));
  return found as Schema | undefined;
}

function namesOf(schema: Schema): readonly string[] {
  return [...new Set(formsOf(schema).flatMap(({ properties = {} }) => Object.keys(properties)))];
}
