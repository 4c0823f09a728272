// docs/configuration.md from the schemas that read the configuration.

import { embeddedSettingsSchema } from '../apps/garance/dist/index.js';
import { civilRegisterSettingsSchema, hubConfigSchema } from '../apps/hub/dist/index.js';
import { portalConfigSchema } from '../apps/portal/dist/index.js';
import { writeDocument } from './write-document.mjs';

writeDocument(
  'configuration.md',
  `# Configuration

Generated from the schemas by \`npm run docs\`. Units are in the names.

## \`npm start\`: environment

${table(embeddedSettingsSchema)}

\`GARANCE_MASTER_KEY\` (32 bytes in base64) replaces the key that the embedded start keeps in its data directory.

## A hub

Given by the composition root (\`apps/garance/src\`); the embedded start fills it in.

${table(hubConfigSchema)}

### Its civil register

Given by the composition root to \`openCivilRegister\` (\`apps/hub/src/register\`); secrets and files as their content.

${table(civilRegisterSettingsSchema)}

## The partner space

${table(portalConfigSchema)}
`,
);

function table(schema) {
  const rows = Object.entries(schema.shape).map(([name, field]) => {
    const json = field.toJSONSchema({ io: 'input', unrepresentable: 'any' });
    const fallback =
      json.default === undefined
        ? field.isOptional()
          ? ''
          : 'required'
        : `\`${typeof json.default === 'object' ? JSON.stringify(json.default) : json.default}\``;
    return `| \`${name}\` | ${kind(json)} | ${fallback} | ${field.description ?? ''} |`;
  });
  return ['| name | type | default | what |', '|---|---|---|---|', ...rows].join('\n');
}

function kind(json) {
  if (json.enum !== undefined) return json.enum.map((value) => `\`${value}\``).join(', ');
  if (json.type === 'array') return `list of ${kind(json.items)}`;
  return json.format ?? json.type ?? (json.anyOf ?? json.oneOf)?.map(kind).join(' or ') ?? 'number';
}
