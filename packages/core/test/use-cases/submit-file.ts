import { context, type memoryOms } from './memory-oms.js';

type Setup = Awaited<ReturnType<typeof memoryOms>>;

/** Uploads a CSV and submits it. */
export const submitFile = async (
  { oms }: Setup,
  text: string,
  options: { dryRun?: boolean; reference?: string } = {},
) => {
  async function* bytes(): AsyncGenerator<Uint8Array> {
    yield Uint8Array.from(text, (character) => character.charCodeAt(0));
  }
  const stored = await oms.uploadFile(context, { name: 'orders.csv', bytes: bytes() });
  const { bulkOrder } = await oms.submitBulkOrder(context, { address: stored.address, ...options });
  return { tenantId: 't', bulkOrderId: bulkOrder.bulkOrderId, address: stored.address };
};
