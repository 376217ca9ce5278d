import type { WaitingOptions } from '@oms/core';
import type { Filter } from 'mongodb';
import type { OrderDocument } from './order-document.js';

/** The orders that wait in a group after a place; found in the index alone, however many are passed over. */
export const waitingQuery = (
  waitGroup: string,
  { after, heldBefore, maxWanted }: WaitingOptions,
): Filter<OrderDocument> => ({
  waitGroup,
  ...(after === undefined
    ? {}
    : {
        createdAt: { $gte: after.createdAt },
        $or: [{ createdAt: { $gt: after.createdAt } }, { createdAt: after.createdAt, orderId: { $gt: after.orderId } }],
      }),
  ...(heldBefore === undefined ? {} : { 'hold.since': { $lte: heldBefore } }),
  ...(maxWanted === undefined ? {} : { wanted: { $lte: maxWanted } }),
});
