// The schemas of the files of `--seed-clients` and `--seed-providers`, from the code that reads them.
import { seedClientsJsonSchema, seedProvidersJsonSchema } from '../apps/garance/dist/index.js';
import { writeDocument } from './write-document.mjs';

const schemas = { 'seed-clients': seedClientsJsonSchema(), 'seed-providers': seedProvidersJsonSchema() };
for (const [name, schema] of Object.entries(schemas)) {
  writeDocument(`schemas/${name}.schema.json`, `${JSON.stringify(schema, null, 2)}\n`);
}
