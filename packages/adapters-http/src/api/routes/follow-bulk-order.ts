import { isFinished, type Oms } from '@oms/core';
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
  let last = '';
  for (;;) {
    const bulkOrder = await oms.getBulkOrder(context, { bulkOrderId });
    if (!response.headersSent) response.type('text/event-stream').set('Cache-Control', 'no-store').flushHeaders();
    const data = JSON.stringify(bulkOrderJson(bulkOrder));
    await written(response, data === last ? ':\n\n' : `event: progress\ndata: ${data}\n\n`);
    last = data;
    if (response.destroyed || isFinished(bulkOrder.state)) break;
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
  response.end();
};
