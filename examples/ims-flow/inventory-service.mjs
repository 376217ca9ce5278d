// An inventory service as many teams have one: it validates, and it decrements what it is asked to, each time it is asked. It reads
// the stock and writes it back later, so that two requests at once sell the same unit; what it does not know makes it fail; it is
// slow. Nothing of it is meant to be copied.
import { createServer } from 'node:http';
import { pathToFileURL } from 'node:url';

/** @param {{ slowMs?: number }} [options] `slowMs`: before it writes. */
export const createImsService = ({ slowMs = 5 } = {}) => {
  const stock = new Map();
  const asked = [];
  const keyOf = (tenantId, hubId, skuId) => JSON.stringify([tenantId, hubId, skuId]);

  const decrement = async (tenantId, { sku_id, hub_id, quantity }) => {
    const key = keyOf(tenantId, hub_id, sku_id);
    asked.push({ tenantId, hubId: hub_id, skuId: sku_id, quantity });
    const there = stock.get(key);
    if (there === undefined) throw new Error('no such inventory');
    if (there < quantity) return { available: false };
    await new Promise((resolve) => setTimeout(resolve, slowMs));
    stock.set(key, there - quantity);
    return { available: true };
  };

  const answer = async (request) => {
    const tenantId = request.headers['x-tenant-id'];
    const [, what, , hubId = '', skuId = ''] = request.url.split('/').map(decodeURIComponent);
    if (what === 'validators') return { is_valid: stock.has(keyOf(tenantId, hubId, skuId)) };
    let body = '';
    for await (const piece of request) body += piece;
    return decrement(tenantId, JSON.parse(body));
  };

  return {
    asked,
    add: (tenantId, hubId, skuId, quantity) => {
      const key = keyOf(tenantId, hubId, skuId);
      stock.set(key, (stock.get(key) ?? 0) + quantity);
    },
    left: (tenantId, hubId, skuId) => stock.get(keyOf(tenantId, hubId, skuId)),
    listener: (request, response) => {
      answer(request).then(
        (json) => response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(json)),
        () => response.writeHead(500).end('Internal Server Error'),
      );
    },
  };
};

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const service = createImsService();
  for (const hub of ['hub-1', 'hub-2']) for (const sku of ['tea', 'coffee']) service.add('acme', hub, sku, 100);
  createServer(service.listener).listen(Number(process.env.PORT ?? 8090), '127.0.0.1');
}
