// Load on an API, from a process of its own: `load.mjs URL KIND COUNT CONCURRENCY EVERY_MS`. Prints {seconds, failed, p50, p99}.
import { Agent, request } from 'node:http';

const [, , url, kind, count, concurrency, everyMs = '0'] = process.argv;
const agent = new Agent({ keepAlive: true, maxSockets: Number(concurrency) });
const headers = { 'X-Tenant-ID': 'bench', 'Content-Type': 'application/json' };

const bodyOf = (n) =>
  JSON.stringify({
    order_id: `order-${kind}-${(n * 7_919) % 1_000_003}`,
    seller_id: `seller-${n % 50}`,
    lines: [
      { sku_id: `sku-${n % 10}`, hub_id: 'north', quantity: 1, price: '12.5', currency: 'EUR' },
      { sku_id: `sku-${(n + 3) % 10}`, hub_id: 'north', quantity: 2, price: '3.75', currency: 'EUR' },
    ],
  });

const requests = {
  post: (n) => ['POST', '/orders', bodyOf(n)],
  background: (n) => ['POST', '/orders', bodyOf(n)],
  one: (n) => ['GET', `/orders/order-post-${(n * 7_919) % 1_000_003}`],
  list: () => ['GET', '/orders?limit=50'],
};

const send = (n) =>
  new Promise((resolve) => {
    const [method, path, body] = requests[kind](n);
    const startedAt = performance.now();
    const length = body === undefined ? {} : { 'Content-Length': Buffer.byteLength(body) };
    const sent = request(`${url}${path}`, { method, agent, headers: { ...headers, ...length } }, (response) => {
      response.resume();
      response.once('end', () => resolve({ isGood: response.statusCode < 300, ms: performance.now() - startedAt }));
    });
    sent.once('error', () => resolve({ isGood: false, ms: performance.now() - startedAt }));
    sent.end(body);
  });

const answers = [];
let next = 0;
const lane = async () => {
  while (next < Number(count)) {
    const n = next;
    next += 1;
    answers.push(await send(n));
    if (Number(everyMs) > 0) await new Promise((resolve) => setTimeout(resolve, Number(everyMs)));
  }
};

const startedAt = performance.now();
await Promise.all(Array.from({ length: Number(concurrency) }, lane));
const seconds = (performance.now() - startedAt) / 1_000;
agent.destroy();
const sorted = answers.map(({ ms }) => ms).sort((a, b) => a - b);
const at = (part) => Number(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))].toFixed(1));
const failed = answers.filter(({ isGood }) => !isGood).length;
process.stdout.write(`${JSON.stringify({ seconds, failed, p50: at(0.5), p99: at(0.99) })}\n`);
