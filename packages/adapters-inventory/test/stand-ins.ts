import type { RequestListener } from 'node:http';
import { fileURLToPath } from 'node:url';

/** An inventory service of the examples. */
export interface StandIn {
  /** Every request to decrement, in the order in which they came. */
  readonly asked: readonly { readonly tenantId: string; readonly hubId: string; readonly skuId: string }[];
  add(tenantId: string, hubId: string, skuId: string, quantity: number): void;
  left(tenantId: string, hubId: string, skuId: string): number | undefined;
  readonly listener: RequestListener;
}

export interface StandInOptions {
  readonly slowMs?: number;
}

const load = async (flow: string): Promise<Record<string, (options?: StandInOptions) => StandIn>> =>
  import(fileURLToPath(new URL(`../../../examples/${flow}/inventory-service.mjs`, import.meta.url)));

export const standIn = async (dialect: 'ims' | 'wms', options: StandInOptions = {}): Promise<StandIn> => {
  const name = dialect === 'ims' ? 'createImsService' : 'createWmsService';
  const create = (await load(`${dialect}-flow`))[name];
  if (create === undefined) throw new Error(`${dialect}-flow has no ${name}`);
  return create(options);
};
