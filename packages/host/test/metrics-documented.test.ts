import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { addBacklogMetrics } from '../src/observe/backlog-metrics.js';
import { CachedPairs } from '../src/observe/cached-pairs.js';
import { Metrics } from '../src/observe/metrics.js';

const operations = readFileSync(new URL('../../../docs/operations.md', import.meta.url), 'utf8');
const [, section = ''] = operations.split(/^## Metrics$|^## Symptoms$/m);

test('every metric of ours stands in the documentation with its labels, and no other does', async () => {
  const { registry } = new Metrics();
  addBacklogMetrics(registry, {
    orders: { countUnpublished: async () => ({ orders: 0 }) },
    events: { lag: async () => 0 },
  });
  new CachedPairs().addTo(registry);
  const own = registry.getMetricsAsArray().filter(({ name }) => name.startsWith('oms_'));
  const registered = own.map((metric) => {
    const labels = (metric as { readonly labelNames?: readonly string[] }).labelNames ?? [];
    return labels.length === 0 ? metric.name : `${metric.name}{${labels.join(',')}}`;
  });
  const documented = [...section.matchAll(/^\| `(oms_[a-z_]+(?:\{[a-z,]+\})?)`/gm)].map(([, name]) => name);
  expect(documented.toSorted()).toEqual(registered.toSorted());
});
