import 'reflect-metadata';
import type { TypedContainer } from '@inversifyjs/strongly-typed';
import { FastCsvRejectionWriter, FastCsvRowReader } from '@oms/adapters-csv';
import { createOms } from '@oms/core';
import { RandomIds, SystemClock } from '@oms/core/memory';
import { Container } from 'inversify';
import type { Config } from '../config/config-schema.js';
import { policyOf } from '../config/policy-of.js';
import { createLog } from '../observe/create-log.js';
import { PinoObserver } from '../observe/pino-observer.js';
import { bindLocal } from './bind-local.js';
import { bindMemory } from './bind-memory.js';
import type { BindingMap } from './binding-map.js';
import { loadModules } from './load-modules.js';

export type OmsContainer = TypedContainer<BindingMap>;

const profiles = { local: bindLocal, memory: bindMemory } as const satisfies Record<
  Config['OMS_PROFILE'],
  (container: OmsContainer) => Promise<void>
>;

/** The composition root: what the profile keeps is open when it resolves, and `unbindAllAsync` closes it. */
export const createContainer = async (config: Config): Promise<OmsContainer> => {
  const container: OmsContainer = new Container({ defaultScope: 'Singleton' });
  container.bind('config').toConstantValue(config);
  container.bind('log').toDynamicValue(() => createLog(config));
  container.bind('policy').toConstantValue(policyOf(config));
  container.bind('clock').toDynamicValue(() => new SystemClock());
  container.bind('ids').toDynamicValue(() => new RandomIds());
  container.bind('observer').toDynamicValue(() => new PinoObserver(container.get('log')));
  container.bind('rows').toDynamicValue(() => new FastCsvRowReader({ maxRecordBytes: config.OMS_MAX_RECORD_BYTES }));
  container.bind('rejections').toDynamicValue(() => new FastCsvRejectionWriter());
  await profiles[config.OMS_PROFILE](container);
  await loadModules(container, config.OMS_MODULES);
  container.bind('oms').toDynamicValue(() => createOms(portsOf(container)));
  return container;
};

const portsOf = (container: OmsContainer): Parameters<typeof createOms>[0] => ({
  orders: container.get('orders'),
  bulkOrders: container.get('bulkOrders'),
  events: container.get('events'),
  jobs: container.get('jobs'),
  inventory: container.get('inventory'),
  files: container.get('files'),
  rows: container.get('rows'),
  rejections: container.get('rejections'),
  clock: container.get('clock'),
  ids: container.get('ids'),
  observer: container.get('observer'),
  policy: container.get('policy'),
});
