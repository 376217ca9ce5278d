import { createInventoryServer } from '@oms/adapters-http/inventory-server';
import { compact } from '@oms/core';
import { authenticatorOf } from '../auth/authenticator-of.js';
import { keyFileOf } from '../auth/key-file-of.js';
import type { Config } from '../config/config-schema.js';
import { createContainer, type OmsContainer } from '../container/create-container.js';
import { logHidden } from '../observe/log-hidden.js';
import { listen } from './listen.js';

const drainMs = 4_000;

export interface RunInventory {
  readonly stop: AbortSignal;
  readonly print: (text: string) => void;
}

/** Serves the stock of this machine to others, as an inventory service, until asked to stop. */
export const runInventory = async (config: Config, { stop, print }: RunInventory): Promise<void> => {
  const container = await createContainer(ofStockAlone(config));
  try {
    const { OMS_HOST: host, OMS_PORT: port } = config;
    await keyFileOf(config)?.read();
    const serving = await listen(inventoryOf(container), { host, port });
    print(`The inventory listens on http://${host}:${serving.port}, its documentation at /swagger/index.html.`);
    await stopped(stop);
    await serving.close(drainMs);
  } finally {
    await container.unbindAllAsync();
  }
};

/** Whatever the profile says: nothing but the stock is kept, and that here. */
const ofStockAlone = (config: Config): Config => ({
  ...config,
  OMS_STORE: 'memory',
  OMS_EVENTS: 'memory',
  OMS_JOBS: 'memory',
  OMS_FILES: 'memory',
  OMS_INVENTORY: config.OMS_PROFILE === 'memory' ? 'memory' : 'sqlite',
  OMS_INVENTORY_CACHE: 'none',
});

const inventoryOf = (container: OmsContainer) => {
  const config = container.get('config');
  const log = container.get('log');
  return createInventoryServer({
    inventory: container.get('inventory'),
    stock: container.get('stock'),
    rows: container.get('rows'),
    maxBodyBytes: config.OMS_MAX_BODY_BYTES,
    onServed: (served) => log.debug(served, 'served'),
    onError: logHidden(log),
    ...compact({ authenticator: authenticatorOf(config) }),
  });
};

const stopped = (stop: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (stop.aborted) resolve();
    stop.addEventListener('abort', () => resolve(), { once: true });
  });
