import { type ConnectedMongo, connectMongo, ensureIndexes } from '@oms/adapters-mongo';
import type { OmsContainer } from '../create-container.js';
import { reach } from './reach.js';

/** The database of this process; its indexes are there when it resolves, where they are to be created. */
export const openMongo = async (container: OmsContainer): Promise<ConnectedMongo['db']> => {
  const { OMS_MONGO_URL: url, OMS_MONGO_DATABASE: name, OMS_PROVISION } = container.get('config');
  const connect = () => connectMongo(url, name);
  const mongo = await reach(container, { name: `MongoDB at ${hostsOf(url)}`, connect });
  container
    .bind('mongo')
    .toDynamicValue(() => mongo)
    .onDeactivation((opened) => opened.close());
  const { db } = container.get('mongo');
  if (OMS_PROVISION === 'create') await ensureIndexes(db);
  return db;
};

/** What is shown of a connection string: no credentials. */
const hostsOf = (url: string): string => url.replace(/^[^:]+:\/\/(?:[^@/]*@)?/, '').replace(/[/?].*$/, '');
