import type { InventoryGateway, RowReader } from '@oms/core';
import type { ServerOptions } from '../edge/server-options.js';
import type { StockBook } from './stock-book.js';

export interface InventoryServerOptions extends ServerOptions {
  readonly inventory: InventoryGateway;
  readonly stock: StockBook;
  /** Reads stock files. */
  readonly rows: RowReader;
  /** Longest stock file in bytes; default 67,108,864. */
  readonly maxStockBytes?: number;
}
