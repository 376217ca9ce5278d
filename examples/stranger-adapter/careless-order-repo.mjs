import { MapOrderRepo } from '../embed/map-order-repo.mjs';

/** Says `done` to every settlement, also to one that lost the race: what the kit is there to find. */
export class CarelessOrderRepo extends MapOrderRepo {
  async settleMany(writes) {
    const answers = await super.settleMany(writes);
    return answers.map(() => 'done');
  }
}
