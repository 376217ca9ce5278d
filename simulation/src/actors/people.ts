import type { Context, CreatedOrder, Oms, Order, SubmittedBulkOrder } from '@oms/core';
import type {
  CancelImportOperation,
  CommandOperation,
  CreateOperation,
  DeliveryOperation,
  ImportOperation,
  Operation,
  ReplaceFileOperation,
} from '../inputs/operations.js';
import type { Client, Reply } from './client.js';
import type { Surroundings } from './surroundings.js';

/** What people were told: what the end of a run is held to. */
export interface Answers {
  readonly creates: { readonly operation: CreateOperation; readonly reply: Reply<CreatedOrder> }[];
  readonly imports: { readonly operation: ImportOperation; readonly reply: Reply<SubmittedBulkOrder> }[];
  readonly commands: { readonly operation: CommandOperation; readonly reply: Reply<Order> }[];
  /** Bulk orders of which somebody was told that they are cancelled. */
  readonly cancelled: Set<string>;
  /** Address of a file, and what it was replaced by. */
  readonly replaced: Map<string, ReplaceFileOperation>;
  garbageJobs: number;
}

type Handler<O extends Operation> = (operation: O) => Promise<void>;

/** Sellers, their shops and the operators: each does what was planned, at its time. */
export class People {
  readonly answers: Answers = {
    creates: [],
    imports: [],
    commands: [],
    cancelled: new Set(),
    replaced: new Map(),
    garbageJobs: 0,
  };
  readonly #surroundings: Surroundings;
  readonly #client: Client;
  readonly #addresses = new Map<string, string>();
  readonly #handlers: { [K in Operation['kind']]: Handler<Extract<Operation, { kind: K }>> } = {
    create: (operation) => this.#create(operation),
    import: (operation) => this.#import(operation),
    command: (operation) => this.#command(operation),
    delivery: (operation) => this.#deliver(operation),
    replace_file: (operation) => this.#replaceFile(operation),
    cancel_import: (operation) => this.#cancelImport(operation),
    browse: (operation) => this.#browse(operation),
    garbage_job: ({ tenantId }) => this.#sendGarbage(tenantId),
    stop: ({ process }) => this.#surroundings.stop(process),
  };
  #busy = 0;

  constructor(surroundings: Surroundings, client: Client) {
    this.#surroundings = surroundings;
    this.#client = client;
  }

  /** True once everybody has an answer. */
  get isIdle(): boolean {
    return this.#busy === 0;
  }

  begin(operations: readonly Operation[]): void {
    for (const operation of operations) void this.perform(operation);
  }

  /** An operator ends every hold that was put by a person. */
  async clearHolds(): Promise<void> {
    for (const { tenantId, orderId } of await this.#surroundings.ordersOnManualHold()) {
      await this.perform({ id: `unhold ${orderId}`, kind: 'command', command: 'unhold', orderId, tenantId, atMs: 0 });
    }
  }

  /** An operator finds out at the inventory what became of the lines in doubt, and says so. */
  async resolveDoubts(): Promise<void> {
    for (const { tenantId, orderId, lines } of await this.#surroundings.linesInDoubt()) {
      this.#busy += 1;
      const id = `resolve ${orderId}`;
      const reply = await this.#client.ask((oms) => oms.resolveOrder(contextOf(tenantId, id), { orderId, lines }));
      if (reply.kind === 'refused' && reply.error.kind !== 'conflict')
        this.#surroundings.found('I1', `${id} ended in an error that nobody can act on: ${String(reply.error)}`);
      this.#busy -= 1;
    }
  }

  /** Resolves once there is an answer. */
  async perform(operation: Operation): Promise<void> {
    this.#busy += 1;
    await this.#surroundings.sleep(operation.atMs);
    this.#surroundings.note('outside', describe(operation));
    try {
      await (this.#handlers[operation.kind] as Handler<Operation>)(operation);
    } catch (error) {
      this.#surroundings.found('I1', `${operation.id} ended in an error that nobody can act on: ${String(error)}`);
    }
    this.#busy -= 1;
  }

  /** Asks, and perhaps sends the same request a second time: its answer is heard by nobody. */
  async #ask<T>(isSentTwice: boolean, request: (oms: Oms) => Promise<T>): Promise<Reply<T>> {
    if (isSentTwice) {
      this.#busy += 1;
      void this.#client.ask(request).then(() => {
        this.#busy -= 1;
      });
    }
    return this.#client.ask(request);
  }

  async #create(operation: CreateOperation): Promise<void> {
    const { tenantId, request, isSentTwice } = operation;
    const reply = await this.#ask(isSentTwice, (oms) => oms.createOrder(contextOf(tenantId, operation.id), request));
    this.answers.creates.push({ operation, reply });
  }

  async #import(operation: ImportOperation): Promise<void> {
    const { tenantId, file, reference, isSentTwice, id } = operation;
    const context = contextOf(tenantId, id);
    const bytes = new TextEncoder().encode(file.text);
    const upload = await this.#client.ask((oms) => oms.uploadFile(context, { name: `${id}.csv`, bytes: once(bytes) }));
    if (upload.kind === 'refused') throw upload.error;
    const { address } = upload.value;
    this.#addresses.set(id, address);
    const reply = await this.#ask(isSentTwice, (oms) => oms.submitBulkOrder(context, { address, reference }));
    this.answers.imports.push({ operation, reply });
  }

  async #command(operation: CommandOperation): Promise<void> {
    const { tenantId, orderId, command, id } = operation;
    const context = contextOf(tenantId, id);
    const reply = await this.#client.ask((oms) => {
      const commands = { cancel: oms.cancelOrder, hold: oms.holdOrder, unhold: oms.unholdOrder, retry: oms.retryOrder };
      return commands[command](context, { orderId });
    });
    this.answers.commands.push({ operation, reply });
  }

  async #deliver({ tenantId, lines, id }: DeliveryOperation): Promise<void> {
    await this.#surroundings.deliver(tenantId, lines);
    await this.#client.ask((oms) => oms.restock(contextOf(tenantId, id), { pairs: lines }));
  }

  async #replaceFile(operation: ReplaceFileOperation): Promise<void> {
    const address = this.#addresses.get(operation.importId);
    if (address === undefined) return;
    await this.#surroundings.replaceFile(address, operation.file.text);
    this.#surroundings.reached('file replaced');
    this.answers.replaced.set(address, operation);
  }

  async #cancelImport({ tenantId, importId, id }: CancelImportOperation): Promise<void> {
    const submitted = this.answers.imports.find(({ operation }) => operation.id === importId)?.reply;
    if (submitted?.kind !== 'answered') return;
    const { bulkOrderId } = submitted.value.bulkOrder;
    const reply = await this.#client.ask((oms) => oms.cancelBulkOrder(contextOf(tenantId, id), { bulkOrderId }));
    if (reply.kind === 'answered') this.answers.cancelled.add(bulkOrderId);
  }

  async #browse({ tenantId, id }: Operation): Promise<void> {
    const context = contextOf(tenantId, id);
    const listed = await this.#client.ask((oms) => oms.listOrders(context, { limit: 50 }));
    await this.#client.ask((oms) => oms.countOrders(context, {}));
    await this.#client.ask((oms) => oms.listBulkOrders(context, { limit: 10 }));
    if (listed.kind === 'refused') throw listed.error;
    const foreign = listed.value.orders.find((order) => order.tenantId !== tenantId);
    if (foreign !== undefined) this.#surroundings.found('I9', `${tenantId} was shown an order of ${foreign.tenantId}.`);
  }

  async #sendGarbage(tenantId: string): Promise<void> {
    this.answers.garbageJobs += 1;
    await this.#surroundings.sendGarbageJob(`{"schemaVersion":99,"tenantId":"${tenantId}"}`);
    this.#surroundings.reached('poison');
  }
}

const contextOf = (tenantId: string, requestId: string): Context => ({ tenantId, actor: 'simulation', requestId });

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

const describe = (operation: Operation): string => {
  const { kind, tenantId, id } = operation;
  const what = { create: 'creates an order', import: 'imports a file' }[kind as string] ?? kind.replaceAll('_', ' ');
  const detail = 'orderId' in operation ? ` ${operation.command} ${operation.orderId}` : '';
  const request = operation.kind === 'create' ? ` ${JSON.stringify(operation.request)}` : '';
  return `${tenantId} ${what}${detail}${request} (${id})`;
};
