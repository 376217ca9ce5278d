// An inventory service as many teams have one: its statuses are its answers, it decrements each time it is asked, and it reads the
// stock and writes it back later, so that two requests at once sell the same unit. Nothing of it is meant to be copied.
import { createServer } from 'node:http';
import { pathToFileURL } from 'node:url';

/** @param {{ slowMs?: number }} [options] `slowMs`: before it writes. */
export const createWmsService = ({ slowMs = 5 } = {}) => {
  const stock = new Map();
  const asked = [];
  const keyOf = (tenantId, hubId, skuId) => JSON.stringify([tenantId, hubId, skuId]);

  const decrement = async (key, wanted) => {
    const there = stock.get(key);
    if (there === undefined) return 404;
    if (there < wanted) return 400;
    await new Promise((resolve) => setTimeout(resolve, slowMs));
    stock.set(key, there - wanted);
    return 200;
  };

  const statusOf = async (request) => {
    let text = '';
    for await (const piece of request) text += piece;
    const tenantId = request.headers['x-tenant-id'];
    const { sku_id, hub_id, quantity_ordered, order_id } = JSON.parse(text);
    const key = keyOf(tenantId, String(hub_id), String(sku_id));
    if (request.url.endsWith('/validate_order')) return stock.has(key) ? 200 : 400;
    asked.push({
      tenantId,
      hubId: String(hub_id),
      skuId: String(sku_id),
      quantity: quantity_ordered,
      orderId: order_id,
    });
    return decrement(key, quantity_ordered);
  };

  return {
    asked,
    add: (tenantId, hubId, skuId, quantity) => {
      const key = keyOf(tenantId, hubId, skuId);
      stock.set(key, (stock.get(key) ?? 0) + quantity);
    },
    left: (tenantId, hubId, skuId) => stock.get(keyOf(tenantId, hubId, skuId)),
    listener: (request, response) => {
      statusOf(request).then(
        (status) => response.writeHead(status, { 'Content-Type': 'application/json' }).end('{}'),
        () => response.writeHead(500).end('Internal Server Error'),
      );
    },
  };
};

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const service = createWmsService();
  for (const hub of ['1', '2']) for (const sku of ['101', '102']) service.add('1', hub, sku, 100);
  createServer(service.listener).listen(Number(process.env.PORT ?? 8091), '127.0.0.1');
}
