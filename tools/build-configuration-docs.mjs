// docs/configuration.md from the schemas that read the configuration.

import {
  configurationSchema,
  embeddedSettingsSchema,
  fileFields,
  hubSectionSchema,
  listenerVariables,
  pkcs11Schema,
  portalSectionSchema,
  variables,
  workerSectionSchema,
} from '../apps/garance/dist/index.js';
import { civilRegisterSettingsSchema } from '../apps/hub/dist/index.js';
import { writeDocument } from './write-document.mjs';

writeDocument(
  'configuration.md',
  `# Configuration

Generated from the schemas by \`npm run docs\`. Units are in the names.

## \`npm start\`: environment

${table(embeddedSettingsSchema)}

\`GARANCE_MASTER_KEY\` (32 bytes in base64) replaces the key that the embedded start keeps in its data directory, and
\`GARANCE_OTHER_MASTER_KEY\` the former one beside it while it is changed.

## \`garance hub\`, \`portal\`, \`worker\`, \`migrate\`: one file

One JSON object for all processes of an installation, named by \`--config FILE\`; \`garance config check FILE\` says everything
that is wrong with it. Examples: [deploy/configuration](../deploy/configuration). Settings that are not known are refused.

${table(configurationSchema)}

Wherever it stands, one of these settings may be written as \`<name>File\`, with the path of a file that holds the value, from the
folder of the configuration or from \`\${CREDENTIALS_DIRECTORY}\`: ${names((kind) => kind === 'secret')}. Others must
not be able to read that file, nor a configuration that holds such a value itself. Certificates may be files too, which all may
read: ${names((kind) => kind === 'public')}.

| variable | in place of |
|---|---|
${variables.map(({ name, path }) => `| \`${name}\` | \`${path.join('.')}\` |`).join('\n')}
${Object.entries(listenerVariables)
  .map(
    ([name, { host, port }]) => `| \`${host}\`, \`${port}\` | \`${name}\` of the process that is started |`,
  )
  .join('\n')}

A secret among them has a form with \`_FILE\`, which names a file of the value.

## Its \`keys.pkcs11\`

${table(pkcs11Schema)}

## One of its \`hubs\`

${table(hubSectionSchema)}

## The \`register\` of an environment

${table(civilRegisterSettingsSchema)}

## Its \`portal\`

${table(portalSectionSchema)}

## Its \`worker\`

${table(workerSectionSchema)}
`,
);

function names(isOfKind) {
  const found = Object.entries(fileFields).filter(([, kind]) => isOfKind(kind));
  return found.map(([name]) => `\`${name}\``).join(', ');
}

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
