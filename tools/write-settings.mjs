// Writes .env.example and docs/settings.md from the schema of the built host; with --check, tells whether they are stale.
import { readFileSync, writeFileSync } from 'node:fs';
import { configSchema } from '../packages/host/dist/index.js';

/** The schema inside of defaults and options, where the range or the choices stand. */
const innermost = (schema) => (schema.def.innerType === undefined ? schema : innermost(schema.def.innerType));

const defaultOf = (schema) => (schema.def.type === 'default' ? String(schema.def.defaultValue) : '');

const valuesOf = (schema) => {
  const inner = innermost(schema);
  if (inner.def.type === 'enum') return Object.keys(inner.def.entries).join(', ');
  return inner.def.type === 'number' ? `${inner.minValue} to ${inner.maxValue}` : 'text';
};

const settings = Object.entries(configSchema.shape).map(([name, schema]) => ({
  name,
  meaning: schema.description ?? innermost(schema).description,
  fallback: defaultOf(schema),
  values: valuesOf(schema),
}));

const example = [
  '# Every setting of the host, with its default. Copy to .env, or set in the environment.',
  ...settings.flatMap(({ name, meaning, fallback }) => [`# ${meaning}`, `${name}=${fallback}`]),
  '',
].join('\n');

const line = ({ name, meaning, fallback, values }) => {
  const facts = [values, ...(fallback === '' ? [] : [`default \`${fallback}\``])].join('; ');
  return `- \`${name}\`: ${meaning} (${facts})`;
};

const page = `# Settings

Every setting of \`@oms/host\`, read once from the environment and from \`.env\`. Generated from the schema that reads them by
\`npm run settings\`; do not edit. One error lists every setting that is wrong.

${settings.map(line).join('\n')}
`;

const files = { '.env.example': example, 'docs/settings.md': page };
for (const [name, text] of Object.entries(files)) {
  const path = new URL(`../${name}`, import.meta.url);
  if (!process.argv.includes('--check')) {
    writeFileSync(path, text);
  } else if (readFileSync(path, 'utf8') !== text) {
    console.error(`${name} is stale: run npm run settings.`);
    process.exitCode = 1;
  }
}
