import { createReadStream } from 'node:fs';

/** Delivers a generated stock file (`hub_id,sku_id,quantity`). */
export const loadStock = async (container, { tenantId }, file) => {
  const lines = [];
  for await (const batch of container.get('rows').read(createReadStream(file))) {
    for (const { row, cells } of batch) {
      if (row > 1) lines.push({ hubId: cells[0], skuId: cells[1], quantity: Number(cells[2]) });
    }
  }
  await container.get('stock').deliver(tenantId, { sha256: file }, lines);
};
