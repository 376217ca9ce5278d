import type { CreateOrderInput, StockLine } from '@oms/core';
import type { SimulatedFile } from './simulated-file.js';

interface Common {
  /** Names it within the run. */
  readonly id: string;
  /** When it begins, from the start of the run. */
  readonly atMs: number;
  readonly tenantId: string;
}

export interface CreateOperation extends Common {
  readonly kind: 'create';
  readonly request: CreateOrderInput;
  /** What the request has to come to, should no other content be stored under its id. */
  readonly isAcceptable: boolean;
  readonly isSentTwice: boolean;
}

export interface ImportOperation extends Common {
  readonly kind: 'import';
  readonly file: SimulatedFile;
  readonly reference?: string;
  readonly isSentTwice: boolean;
}

export type OrderCommandName = 'cancel' | 'hold' | 'unhold' | 'retry';

export interface CommandOperation extends Common {
  readonly kind: 'command';
  readonly command: OrderCommandName;
  readonly orderId: string;
}

export interface DeliveryOperation extends Common {
  readonly kind: 'delivery';
  readonly lines: readonly StockLine[];
}

/** Another program changes a file of the store. */
export interface ReplaceFileOperation extends Common {
  readonly kind: 'replace_file';
  /** Of the import whose file it is. */
  readonly importId: string;
  readonly file: SimulatedFile;
}

export interface CancelImportOperation extends Common {
  readonly kind: 'cancel_import';
  readonly importId: string;
}

/** Somebody looks at lists and counts. */
interface BrowseOperation extends Common {
  readonly kind: 'browse';
}

/** Somebody sends a body that is no job. */
interface GarbageJobOperation extends Common {
  readonly kind: 'garbage_job';
}

/** A process is asked to stop, and started again. */
interface StopOperation extends Common {
  readonly kind: 'stop';
  readonly process: string;
}

export type Operation =
  | CreateOperation
  | ImportOperation
  | CommandOperation
  | DeliveryOperation
  | ReplaceFileOperation
  | CancelImportOperation
  | BrowseOperation
  | GarbageJobOperation
  | StopOperation;
