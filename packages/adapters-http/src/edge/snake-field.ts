const renamed: Readonly<Record<string, string>> = { unitPrice: 'price' };

/** A field of the core as JSON names it: `lines.0.skuId` is `lines.0.sku_id`. */
export const snakeField = (field: string): string =>
  field
    .split('.')
    .map((name) => renamed[name] ?? name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`))
    .join('.');
