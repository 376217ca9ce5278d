import type { Config } from './config-schema.js';

/** The adapter behind each port. */
export interface Parts {
  readonly store: NonNullable<Config['OMS_STORE']>;
  readonly events: NonNullable<Config['OMS_EVENTS']>;
  readonly jobs: NonNullable<Config['OMS_JOBS']>;
  readonly files: NonNullable<Config['OMS_FILES']>;
  readonly inventory: NonNullable<Config['OMS_INVENTORY']>;
  readonly cache: NonNullable<Config['OMS_INVENTORY_CACHE']>;
}

const profiles = {
  local: { store: 'sqlite', events: 'sqlite', jobs: 'sqlite', files: 'directory', inventory: 'sqlite', cache: 'none' },
  cloud: { store: 'mongo', events: 'kafka', jobs: 'sqs', files: 's3', inventory: 'sqlite', cache: 'redis' },
  memory: { store: 'memory', events: 'memory', jobs: 'memory', files: 'memory', inventory: 'memory', cache: 'none' },
} as const satisfies Record<Config['OMS_PROFILE'], Parts>;

/** What the profile chooses, but for the ports that are set alone. */
export const partsOf = (config: Config): Parts => {
  const chosen = profiles[config.OMS_PROFILE];
  const isRemote = config.OMS_PROFILE === 'cloud' && config.OMS_INVENTORY_URL !== undefined;
  return {
    store: config.OMS_STORE ?? chosen.store,
    events: config.OMS_EVENTS ?? chosen.events,
    jobs: config.OMS_JOBS ?? chosen.jobs,
    files: config.OMS_FILES ?? chosen.files,
    inventory: config.OMS_INVENTORY ?? (isRemote ? 'http' : chosen.inventory),
    cache: config.OMS_INVENTORY_CACHE ?? chosen.cache,
  };
};
