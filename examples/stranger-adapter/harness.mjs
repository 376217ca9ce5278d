import { MapOrderRepo } from '../embed/map-order-repo.mjs';
import { CarelessOrderRepo } from './careless-order-repo.mjs';

const Repo = process.env.SUBJECT === 'careless' ? CarelessOrderRepo : MapOrderRepo;

/** @type {import('@oms/core/contract').Harness<import('@oms/core/contract').OpenedOrderRepo>} */
export const harness = {
  async open() {
    const data = { documents: new Map(), groups: new Map() };
    return { subject: new Repo(data), again: async () => new Repo(data), close: async () => {} };
  },
};
