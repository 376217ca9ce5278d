import { DirectoryFileStore } from '@oms/adapters-local/files';
import {
  SqliteBulkOrderRepo,
  SqliteInventoryGateway,
  SqliteOrderEventBus,
  SqliteOrderRepo,
} from '@oms/adapters-local/sqlite';

// Ends this process at one point of its progress: OMS_TEST_KILL_AT="step when number", such as "insert after 3".
// biome-ignore lint/suspicious/noExplicitAny: any method of any adapter
type Method = (...args: any[]) => any;

const isReport = (_tenant: unknown, name: string): boolean => name.includes('invalid_orders_');
const isUpload = (tenant: unknown, name: string): boolean => !isReport(tenant, name);

const steps: Readonly<Record<string, readonly [object, string, ((...args: never[]) => boolean)?]>> = {
  deliver: [SqliteInventoryGateway.prototype, 'deliver'],
  upload: [DirectoryFileStore.prototype, 'put', isUpload],
  submit: [SqliteBulkOrderRepo.prototype, 'createOrContinue'],
  take: [SqliteBulkOrderRepo.prototype, 'takeOver'],
  insert: [SqliteOrderRepo.prototype, 'insertMany'],
  checkpoint: [SqliteBulkOrderRepo.prototype, 'checkpoint'],
  publish: [SqliteOrderEventBus.prototype, 'publish'],
  mark: [SqliteOrderRepo.prototype, 'markPublished'],
  claim: [SqliteInventoryGateway.prototype, 'claim'],
  settle: [SqliteOrderRepo.prototype, 'settleMany'],
  report: [DirectoryFileStore.prototype, 'put', isReport],
  finish: [SqliteBulkOrderRepo.prototype, 'finish'],
  copy: [DirectoryFileStore.prototype, 'open', isReport],
};

const [step = '', when = '', number = '1'] = (process.env.OMS_TEST_KILL_AT ?? '').split(' ');
const signal = process.env.OMS_TEST_SIGNAL ?? 'SIGKILL';
const strike = (): void => {
  process.kill(process.pid, signal);
};

/** The same bytes, and the end in the middle of them. */
async function* cutOff(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const piece of bytes) {
    yield piece.subarray(0, piece.length / 2);
    strike();
    yield piece.subarray(piece.length / 2);
  }
}

const strikes: Readonly<Record<string, (call: () => unknown, args: unknown[]) => unknown>> = {
  before: (call) => {
    strike();
    return call();
  },
  // When its first work is done, and before its answer arrives.
  during: (call, args) => {
    const last = args.length - 1;
    if (step === 'upload' || step === 'report') args[last] = cutOff(args[last] as AsyncIterable<Uint8Array>);
    else setTimeout(strike, 0);
    return call();
  },
  after: (call) => Promise.resolve(call()).finally(strike),
};

const [prototype, method, isMeant = () => true] = steps[step] ?? [];
if (prototype === undefined || method === undefined) throw new Error(`OMS_TEST_KILL_AT names no step: "${step}"`);
const methods = prototype as Record<string, Method>;
const original = methods[method] as Method;
let calls = 0;
methods[method] = function (this: unknown, ...args) {
  const call = () => original.apply(this, args);
  if (!isMeant(...(args as never[]))) return call();
  calls += 1;
  return calls === Number(number) ? strikes[when]?.(call, args) : call();
};
