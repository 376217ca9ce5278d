import type { ClaimAnswer, InventoryGateway, StockClaim } from '@oms/core';
import type { OpenedInventoryGateway } from '@oms/core/contract';
import { MemoryInventoryGateway, MemoryStock } from '@oms/core/memory';
import { type BrokenAdapter, close, driverError, pause, withFaults } from './broken-adapter.js';

type Break = (gateway: MemoryInventoryGateway, stock: MemoryStock) => Partial<InventoryGateway>;

const openOn = (stock: MemoryStock, other: MemoryStock, faults: Break): OpenedInventoryGateway => {
  const gateway = new MemoryInventoryGateway(stock);
  let deliveries = stock.deliveries.size;
  return {
    subject: withFaults<InventoryGateway>(gateway, faults(gateway, stock)),
    again: async () => new MemoryInventoryGateway(other),
    async deliver(tenantId, lines) {
      deliveries += 1;
      await gateway.deliver(tenantId, `delivery-${deliveries}`, lines);
    },
    close,
  };
};

const broken = (fault: string, fails: readonly string[], faults: Break): BrokenAdapter<OpenedInventoryGateway> => ({
  fault,
  fails: fails.map((id) => `inventory_gateway.${id}`),
  harness: {
    async open() {
      const stock = new MemoryStock();
      return openOn(stock, stock, faults);
    },
  },
});

const shared = new MemoryStock();
const sound: Break = () => ({});

const each = async (
  claims: readonly StockClaim[],
  claim: (one: StockClaim) => Promise<readonly ClaimAnswer[]>,
): Promise<readonly ClaimAnswer[]> => {
  const answers: ClaimAnswer[] = [];
  for (const one of claims) answers.push(...(await claim(one)));
  return answers;
};

const ofData: readonly BrokenAdapter<OpenedInventoryGateway>[] = [
  {
    fault: 'shares its data with every other subject',
    fails: ['inventory_gateway.fresh'],
    harness: { open: async () => openOn(shared, shared, sound) },
  },
  {
    fault: 'keeps its claims for itself',
    fails: ['inventory_gateway.again'],
    harness: { open: async () => openOn(new MemoryStock(), new MemoryStock(), sound) },
  },
  {
    fault: 'throws whatever the network throws',
    fails: ['inventory_gateway.check.unavailable', 'inventory_gateway.claim.outage'],
    harness: {
      async open() {
        const faults: Partial<InventoryGateway> = {};
        const stock = new MemoryStock();
        const opened = openOn(stock, stock, () => faults);
        return {
          ...opened,
          outage: async () => void Object.assign(faults, { check: driverError, claim: driverError }),
        };
      },
    },
  },
];

const ofClaims: readonly BrokenAdapter<OpenedInventoryGateway>[] = [
  broken('ignores the tenant', ['check', 'tenants'], (gateway) => ({
    check: (_, pairs) => gateway.check('tenant-1', pairs),
    claim: (_, claims) => gateway.claim('tenant-1', claims),
  })),
  broken('deducts the first line alone', ['claim.claimed', 'claim.summed'], (gateway) => ({
    claim: (tenantId, claims) =>
      gateway.claim(
        tenantId,
        claims.map(({ orderId, lines }) => ({ orderId, lines: lines.slice(0, 1) })),
      ),
  })),
  broken('deducts twice when it is asked twice', ['claim.repeated', 'claim.concurrent_same'], (gateway, stock) => ({
    claim: (tenantId, claims) =>
      each(claims, (claim) => {
        stock.claims.clear();
        return gateway.claim(tenantId, [claim]);
      }),
  })),
  broken('answers in another order', ['claim.aligned'], (gateway) => ({
    claim: async (tenantId, claims) => [...(await gateway.claim(tenantId, claims))].reverse(),
  })),
  broken('takes lines one by one', ['claim.summed', 'claim.insufficient', 'claim.unknown_item'], (gateway) => ({
    claim: (tenantId, claims) =>
      each(claims, async ({ orderId, lines }) => {
        for (const [n, line] of lines.entries()) {
          const [answer] = await gateway.claim(tenantId, [{ orderId: `${orderId}-${n}`, lines: [line] }]);
          if (answer?.answer !== 'claimed') return answer === undefined ? [] : [answer];
        }
        return [{ answer: 'claimed' }];
      }),
  })),
  broken('sorts the shortages', ['claim.shortages'], (gateway) => ({
    claim: async (tenantId, claims) =>
      (await gateway.claim(tenantId, claims)).map((answer) =>
        answer.answer === 'insufficient' ? { ...answer, shortages: [...answer.shortages].reverse() } : answer,
      ),
  })),
  broken('checks the stock before it deducts', ['claim.concurrent'], (gateway, stock) => ({
    claim: (tenantId, claims) =>
      each(claims, async (claim) => {
        const before = new Map(stock.quantities);
        await pause();
        const now = new Map(stock.quantities);
        for (const [key, quantity] of before) stock.quantities.set(key, quantity);
        const answers = await gateway.claim(tenantId, [claim]);
        for (const [key, quantity] of before) {
          const deducted = quantity - (stock.quantities.get(key) ?? 0);
          stock.quantities.set(key, (now.get(key) ?? 0) - deducted);
        }
        return answers;
      }),
  })),
  broken('joins sku and hub by a colon', ['separators'], (gateway, stock) => ({
    claim: (tenantId, claims) =>
      gateway.claim(
        tenantId,
        claims.map(({ orderId, lines }) => ({
          orderId,
          lines: lines.map((line) => ({ ...line, ...firstLike(stock, line) })),
        })),
      ),
  })),
  broken('takes unknown pairs for known', ['check', 'fresh'], () => ({
    check: async (_, pairs) => pairs.map(() => 'known' as const),
  })),
];

/** The first item in stock whose joined ids look the same. */
const firstLike = (stock: MemoryStock, { skuId, hubId }: { readonly skuId: string; readonly hubId: string }) => {
  for (const key of stock.quantities.keys()) {
    const [, hub, sku] = JSON.parse(key) as [string, string, string];
    if (`${sku}:${hub}` === `${skuId}:${hubId}`) return { skuId: sku, hubId: hub };
  }
  return { skuId, hubId };
};

const ofReleases: readonly BrokenAdapter<OpenedInventoryGateway>[] = [
  broken('gives nothing back', ['release', 'release.once', 'release.final'], () => ({
    release: async (_, orderIds) => orderIds.map(() => ({ answer: 'released' as const })),
  })),
  broken('gives a claim back again and again', ['release.once'], (gateway, stock) => ({
    async release(tenantId, orderIds) {
      const before = new Map(stock.claims);
      const answers = await gateway.release(tenantId, orderIds);
      for (const [key, claim] of before) if (claim !== 'released') stock.claims.set(key, claim);
      return answers;
    },
  })),
  broken('forgets what was released', ['release.final', 'release.race'], (gateway, stock) => ({
    async release(tenantId, orderIds) {
      const answers = await gateway.release(tenantId, orderIds);
      for (const [key, claim] of stock.claims) if (claim === 'released') stock.claims.delete(key);
      return answers;
    },
    async claim(tenantId, claims) {
      await pause();
      return gateway.claim(tenantId, claims);
    },
  })),
  broken("releases another tenant's claim", ['release.tenants'], (gateway) => ({
    release: (_, orderIds) => gateway.release('tenant-1', orderIds),
  })),
];

export const brokenInventoryGateways = [...ofData, ...ofClaims, ...ofReleases];
