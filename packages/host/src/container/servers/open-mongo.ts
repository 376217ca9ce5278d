import { type ConnectedMongo, connectMongo, ensureIndexes, missingIndexes } from '@oms/adapters-mongo';
import { OmsError } from '@oms/core';
import type { Config } from '../../config/config-schema.js';
import type { OmsContainer } from '../create-container.js';
import { reach } from './reach.js';

/** The database of this process; its indexes are there when it resolves. */
export const openMongo = async (container: OmsContainer): Promise<ConnectedMongo['db']> => {
  const { OMS_MONGO_URL: url, OMS_MONGO_DATABASE: name, OMS_PROVISION: provision } = container.get('config');
  const mongo = await reach(container, {
    name: `MongoDB at ${hostsOf(url)}`,
    connect: async () => {
      const opened = await connectMongo(url, name);
      try {
        await provide(opened, provision);
        return opened;
      } catch (error) {
        await opened.close();
        throw error;
      }
    },
  });
  container
    .bind('mongo')
    .toDynamicValue(() => mongo)
    .onDeactivation((opened) => opened.close());
  return container.get('mongo').db;
};

const provide = async ({ db }: ConnectedMongo, provision: Config['OMS_PROVISION']): Promise<void> => {
  if (provision === 'create') return ensureIndexes(db);
  const missing = await missingIndexes(db);
  if (missing.length === 0) return;
  const ways = 'run ensureIndexes of @oms/adapters-mongo, or start a process with OMS_PROVISION=create once';
  throw new OmsError('invalid', 'indexes_missing', `MongoDB lacks the indexes ${missing.join(', ')}: ${ways}.`);
};

/** What is shown of a connection string: no credentials. */
const hostsOf = (url: string): string => url.replace(/^[^:]+:\/\/(?:[^@/]*@)?/, '').replace(/[/?].*$/, '');
