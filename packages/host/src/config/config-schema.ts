import { z } from 'zod';
import { accessSettings } from './access-settings.js';
import { partSettings } from './part-settings.js';

const milliseconds = (fallback: number) => z.coerce.number().int().min(1).max(86_400_000).default(fallback);

const port = (fallback: number) => z.coerce.number().int().min(0).max(65_535).default(fallback);
const bytes = (fallback: number) => z.coerce.number().int().min(1_024).max(1_099_511_627_776).default(fallback);

/** Every setting of the host, by its environment variable. Unknown `OMS_` variables are reported, not ignored. */
const settings = z.strictObject({
  OMS_PROFILE: z
    .enum(['local', 'cloud', 'memory'])
    .default('local')
    .describe('Which adapters: local (durable, one machine), cloud (servers) or memory (nothing is kept).'),
  ...partSettings,
  OMS_DATA_DIR: z
    .string()
    .min(1)
    .default('./data')
    .describe('Folder of what is kept on this machine: oms.db and files/.'),
  OMS_PUBLIC_DIR: z
    .string()
    .min(1)
    .default('./public')
    .describe('Folder into which rejection reports are copied in the local profile.'),
  OMS_HOST: z.string().min(1).default('127.0.0.1').describe('Address on which the API and the ops listener listen.'),
  OMS_PORT: port(8_080).describe('Port of the API; 0 takes a free one.'),
  OMS_OPS_PORT: port(9_090).describe('Port of /healthz, /readyz and /metrics; 0 takes a free one.'),
  ...accessSettings,
  OMS_UPLOAD_DIR: z
    .string()
    .min(1)
    .default('./uploads')
    .describe('Folder from which requests may name files by a plain path.'),
  OMS_MAX_BODY_BYTES: bytes(1_048_576).describe('Longest JSON body of a request, in bytes.'),
  OMS_MAX_UPLOAD_BYTES: bytes(2_147_483_648).describe('Longest file that is uploaded, in bytes.'),
  OMS_MODULES: z
    .string()
    .default('')
    .describe('Paths of Inversify modules that rebind ports, separated by commas; each is a default export.'),
  OMS_SQLITE_SYNCHRONOUS: z
    .enum(['FULL', 'NORMAL'])
    .default('FULL')
    .describe('FULL survives a power cut; NORMAL survives a crash of the process.'),
  OMS_LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'])
    .default('warn')
    .describe('Least severe log line on stderr.'),
  OMS_MAX_RECORD_BYTES: z.coerce
    .number()
    .int()
    .min(1_024)
    .max(16_777_216)
    .default(65_536)
    .describe('Longest record of a CSV file, in bytes.'),
  OMS_MAX_ROWS: z.coerce.number().int().min(1).max(5_000_000).default(5_000_000).describe('Most rows of a CSV file.'),
  OMS_CHUNK_ROWS: z.coerce
    .number()
    .int()
    .min(1)
    .max(10_000)
    .optional()
    .describe(
      'Rows of an import that are stored together; 2,000; in SQLite 250, where others wait meanwhile, and 500 for oms import.',
    ),
  OMS_RELAY_AFTER_MS: milliseconds(30_000).describe(
    'Age at which the relay takes over an unpublished event, in milliseconds.',
  ),
  OMS_RECHECK_AFTER_MS: milliseconds(600_000).describe(
    'Age at which the retry worker takes up an unchecked order, in milliseconds.',
  ),
  OMS_RETRY_BASE_MS: milliseconds(120_000).describe(
    'First delay between tries for missing stock, in milliseconds; doubles.',
  ),
  OMS_RETRY_CAP_MS: milliseconds(1_800_000).describe('Longest delay between tries for missing stock, in milliseconds.'),
  OMS_PROBE_EVERY_MS: milliseconds(30_000).describe(
    'Delay between probes of an inventory that is down, in milliseconds.',
  ),
  OMS_STALL_AFTER_MS: milliseconds(600_000).describe(
    'A worker that shows no progress for so long ends its process, in milliseconds.',
  ),
  OMS_BULK_LEASE_MS: milliseconds(10_000).describe(
    'How long a dead worker keeps others from its import, in milliseconds.',
  ),
  OMS_CONSUMER_LEASE_MS: milliseconds(5_000).describe(
    'How long a dead event consumer keeps others from its group in the SQLite bus, in milliseconds.',
  ),
});

type Settings = z.infer<typeof settings>;

/** A setting that has to be there when others say so. */
interface Need {
  readonly name: keyof Settings;
  readonly isNeeded: (value: Settings) => boolean;
  readonly message: string;
}

const needs: readonly Need[] = [
  {
    name: 'OMS_AUTH',
    isNeeded: ({ OMS_PROFILE }) => OMS_PROFILE === 'cloud' || OMS_PROFILE === 'memory',
    message: 'has to be set outside of the local profile, to api-key, to jwt or, behind a gateway of your own, to none',
  },
  {
    name: 'OMS_INVENTORY_URL',
    isNeeded: ({ OMS_INVENTORY }) => OMS_INVENTORY === 'http',
    message: 'has to be set when OMS_INVENTORY is http',
  },
  ...(['OMS_JWT_JWKS_URL', 'OMS_JWT_ISSUER', 'OMS_JWT_AUDIENCE'] as const).map(
    (name): Need => ({
      name,
      isNeeded: ({ OMS_AUTH }) => OMS_AUTH === 'jwt',
      message: 'has to be set when OMS_AUTH is jwt',
    }),
  ),
];

/** Settings, and what has to hold between them: also asked when one of them is wrong alone, so that all is told at once. */
export const configSchema = needs.reduce(
  (schema, { name, isNeeded, message }) =>
    schema.refine((value) => value[name] !== undefined || !isNeeded(value), {
      path: [name],
      message,
      when: () => true,
    }),
  settings,
);

export type Config = z.infer<typeof configSchema>;
