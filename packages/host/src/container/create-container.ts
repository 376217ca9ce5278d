import 'reflect-metadata';
import type { TypedContainer } from '@inversifyjs/strongly-typed';
import { FastCsvRejectionWriter, FastCsvRowReader } from '@oms/adapters-csv';
import { createOms } from '@oms/core';
import { RandomIds, SystemClock } from '@oms/core/memory';
import { Container } from 'inversify';
import type { Config } from '../config/config-schema.js';
import { partsOf } from '../config/parts-of.js';
import { policyOf } from '../config/policy-of.js';
import { createLog } from '../observe/create-log.js';
import { PinoObserver } from '../observe/pino-observer.js';
import type { BindingMap } from './binding-map.js';
import { loadModules } from './load-modules.js';
import { bindEvents } from './ports/bind-events.js';
import { bindFiles } from './ports/bind-files.js';
import { bindInventory } from './ports/bind-inventory.js';
import { bindJobs } from './ports/bind-jobs.js';
import { bindStore } from './ports/bind-store.js';
import { Waiting } from './servers/waiting.js';

export type OmsContainer = TypedContainer<BindingMap>;

export interface ContainerOptions {
  /** What it waits for, when it waits; default: nobody is told. */
  readonly waiting?: Waiting;
}

/** The composition root: what the parts keep is open, and their servers have answered, when it resolves; `unbindAllAsync` closes it. */
export const createContainer = async (config: Config, options: ContainerOptions = {}): Promise<OmsContainer> => {
  const container: OmsContainer = new Container({ defaultScope: 'Singleton' });
  container.bind('config').toConstantValue(config);
  container.bind('log').toDynamicValue(() => createLog(config));
  container.bind('policy').toConstantValue(policyOf(config));
  container.bind('clock').toDynamicValue(() => new SystemClock());
  container.bind('ids').toDynamicValue(() => new RandomIds());
  container.bind('observer').toDynamicValue(() => new PinoObserver(container.get('log')));
  container.bind('rows').toDynamicValue(() => new FastCsvRowReader({ maxRecordBytes: config.OMS_MAX_RECORD_BYTES }));
  container.bind('rejections').toDynamicValue(() => new FastCsvRejectionWriter());
  container.bind('waiting').toConstantValue(options.waiting ?? new Waiting(() => undefined));
  try {
    await bindPorts(container);
    await loadModules(container, config.OMS_MODULES);
  } catch (error) {
    await container.unbindAllAsync();
    throw error;
  }
  container.bind('oms').toDynamicValue(() => createOms(portsOf(container)));
  return container;
};

const bindPorts = async (container: OmsContainer): Promise<void> => {
  const parts = partsOf(container.get('config'));
  await bindStore[parts.store](container);
  await bindEvents[parts.events](container);
  await bindJobs[parts.jobs](container);
  await bindFiles[parts.files](container);
  await bindInventory(container, parts);
};

const portsOf = (container: OmsContainer): Parameters<typeof createOms>[0] => ({
  orders: container.get('orders'),
  bulkOrders: container.get('bulkOrders'),
  events: container.get('events'),
  jobs: container.get('jobs'),
  inventory: container.get('inventory'),
  claims: container.get('inventory').supports.atomicClaim ? undefined : container.get('claims'),
  files: container.get('files'),
  rows: container.get('rows'),
  rejections: container.get('rejections'),
  clock: container.get('clock'),
  ids: container.get('ids'),
  observer: container.get('observer'),
  policy: container.get('policy'),
  publisher: container.isBound('publisher') ? container.get('publisher') : undefined,
});
