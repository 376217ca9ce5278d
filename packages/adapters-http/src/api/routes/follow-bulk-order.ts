import type { Oms } from '@oms/core';
import type { TenantCall } from '../../edge/route.js';
import { written } from '../../edge/written.js';
import { bulkOrderJson } from '../json/bulk-order-json.js';

interface Follow {
  readonly bulkOrderId: string;
  readonly everyMs: number;
}

/** Server-Sent Events (HTML standard, 9.2): the bulk order whenever it has changed, until it has ended or nobody listens. */
export const followBulkOrder = async (
  oms: Oms,
  { context, response }: TenantCall,
  { bulkOrderId, everyMs }: Follow,
): Promise<void> => {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  await oms.followBulkOrder(context, {
    bulkOrderId,
    everyMs,
    stop: gone.signal,
    onLook: async (bulkOrder, hasChanged) => {
      if (!response.headersSent) response.type('text/event-stream').set('Cache-Control', 'no-store').flushHeaders();
      // A comment tells whether somebody still listens.
      const data = () => `event: progress\ndata: ${JSON.stringify(bulkOrderJson(bulkOrder))}\n\n`;
      await written(response, hasChanged ? data() : ':\n\n');
    },
  });
  response.end();
};
