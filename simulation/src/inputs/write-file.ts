import { createHash } from 'node:crypto';
import type { RejectionCode, StockLine } from '@oms/core';
import type { Chance } from './chance.js';
import { type Contents, knownItems, sellerOf, sharedOrderIds, someLines, unknownItem } from './items.js';
import type { ExpectedGroup, SimulatedFile } from './simulated-file.js';

export interface FileFacts {
  readonly tenantId: string;
  /** Unlike that of any other file of the run. */
  readonly name: string;
  readonly contents: ReadonlyMap<string, Contents>;
}

const header = 'order_id,sku_id,quantity,seller_id,hub_id,price';

/** Writes a file of some orders and some faults, and keeps the books on what has to become of each row. */
export const writeFile = (chance: Chance, facts: FileFacts): SimulatedFile => {
  if (chance.happens(0.04)) return brokenFile(chance);
  const writer = new FileWriter(chance, facts);
  const groups = chance.integer(2, 12);
  for (let n = 0; n < groups; n += 1) writer.addGroup();
  return writer.end();
};

const brokenFile = (chance: Chance): SimulatedFile => {
  const [text, failure] = chance.one([
    [`${header}\n`, 'no_rows'],
    ['order_id,quantity,seller_id,hub_id\no-1,1,s,h\n', 'missing_column'],
    ['sku_id,sku_id,quantity,seller_id,hub_id\na,a,1,s,h\n', 'repeated_column'],
  ] as const);
  return { text, sha256: sha256Of(text), groups: [], failure };
};

const sha256Of = (text: string): string => createHash('sha256').update(text).digest('hex');

class FileWriter {
  readonly #chance: Chance;
  readonly #facts: FileFacts;
  readonly #records: string[] = [header];
  readonly #groups: ExpectedGroup[] = [];
  readonly #used = new Set<string>();
  #lastId: string | undefined;

  constructor(chance: Chance, facts: FileFacts) {
    this.#chance = chance;
    this.#facts = facts;
  }

  addGroup(): void {
    const kind = this.#chance.random();
    if (kind < 0.42) this.#addShared();
    else if (kind < 0.6) this.#addOwn();
    else if (kind < 0.78) this.#addNameless();
    else if (kind < 0.85) this.#addUnknown();
    else if (kind < 0.93) this.#addBadRow();
    else this.#addSplit();
  }

  end(): SimulatedFile {
    const text = `${this.#records.join('\n')}\n`;
    return { text, sha256: sha256Of(text), groups: this.#groups };
  }

  /** An order under an id that others use as well, with the same content or another. */
  #addShared(): void {
    const orderId = this.#chance.one(sharedOrderIds);
    const contents = this.#facts.contents.get(orderId) as Contents;
    if (this.#used.has(orderId)) this.#addOwn();
    else this.#addOrder(orderId, this.#chance.happens(0.8) ? contents.usual : contents.other);
  }

  #addOwn(): void {
    this.#addOrder(`${this.#facts.name}-${this.#records.length}`, someLines(this.#chance));
  }

  #addOrder(orderId: string, lines: readonly StockLine[]): void {
    const rows = lines.map((line) => this.#record(this.#cells(orderId, line)));
    this.#use(orderId);
    this.#groups.push({ rows, orderId, lines });
  }

  /** One row that is an order of its own; its price is like no other's, so that it is known again. */
  #addNameless(): void {
    const unitPrice = `${1 + this.#records.length}.${this.#facts.name.replace(/\D/g, '')}1`;
    const line = { ...this.#chance.one(knownItems), quantity: this.#chance.integer(1, 4) };
    const row = this.#record([...this.#cells('', line).slice(0, -1), unitPrice]);
    this.#lastId = undefined;
    this.#groups.push({ rows: [row], lines: [{ ...line, unitPrice }] });
  }

  #addUnknown(): void {
    const orderId = `${this.#facts.name}-${this.#records.length}`;
    const lines = [{ ...unknownItem, quantity: 1 }, ...someLines(this.#chance)];
    const rows = lines.map((line) => this.#record(this.#cells(orderId, line)));
    this.#use(orderId);
    const codes = lines.map((_, index): RejectionCode => (index === 0 ? 'unknown_item' : 'order_refused'));
    this.#groups.push({ rows, orderId, isUnknown: true, codes });
  }

  /** An order of one good row and one bad one: both are refused. */
  #addBadRow(): void {
    const orderId = `${this.#facts.name}-${this.#records.length}`;
    const [line] = someLines(this.#chance) as readonly [StockLine];
    const cells = this.#cells(orderId, line);
    const bad = this.#chance.one([
      { code: 'invalid_quantity', cells: replaced(cells, 2, '0') },
      { code: 'missing_value', cells: replaced(cells, 1, '') },
      { code: 'invalid_id', cells: replaced(cells, 1, 'no id') },
      { code: 'invalid_price', cells: replaced(cells, 5, '1/5') },
      { code: 'mixed_sellers', cells: replaced(cells, 3, 'another-seller') },
    ] as const);
    const rows = [this.#record(cells), this.#record(bad.cells)];
    this.#use(orderId);
    this.#groups.push({ rows, orderId, codes: ['order_refused', bad.code] });
  }

  /** A row of an order that ended earlier in the file. */
  #addSplit(): void {
    const earlier = [...this.#used].filter((orderId) => orderId !== this.#lastId);
    if (earlier.length === 0) {
      this.#addNameless();
      return;
    }
    const orderId = this.#chance.one(earlier);
    const [line] = someLines(this.#chance) as readonly [StockLine];
    const row = this.#record(this.#cells(orderId, line));
    this.#lastId = orderId;
    this.#groups.push({ rows: [row], orderId, codes: ['split_order'] });
  }

  #cells(orderId: string, { skuId, hubId, quantity }: StockLine): string[] {
    return [orderId, skuId, String(quantity), sellerOf(this.#facts.tenantId), hubId, ''];
  }

  /** Writes a record; answers with its row number. */
  #record(cells: readonly string[]): number {
    if (this.#chance.happens(0.03)) this.#records.push('');
    return this.#records.push(cells.join(','));
  }

  #use(orderId: string): void {
    this.#used.add(orderId);
    this.#lastId = orderId;
  }
}

const replaced = (cells: readonly string[], index: number, cell: string): readonly string[] =>
  cells.map((own, at) => (at === index ? cell : own));
