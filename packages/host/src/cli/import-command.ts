import { type BulkOrder, type Context, isFinished, type Oms, OmsError, type Problem, reportNameOf } from '@oms/core';
import type { Config } from '../config/config-schema.js';
import { partsOf } from '../config/parts-of.js';
import { createContainer, type OmsContainer } from '../container/create-container.js';
import { copyReport } from '../reports/copy-report.js';
import { bindCheck } from './bind-check.js';
import { cannotWrite } from './cannot-write.js';
import { cliContext } from './cli-context.js';
import type { ImportInput } from './import-input.js';
import { type ImportSummary, summaryJson, summaryText } from './import-summary.js';
import { loadStock } from './load-stock.js';
import { nextSteps } from './next-steps.js';
import { type ProgressDisplay, progressDisplay } from './progress-display.js';
import { SettledCount } from './settled-count.js';
import { readSource, type SourceFile, sourceFile } from './source-file.js';
import { summarise } from './summarise.js';

const pollMs = 50;

/** In SQLite more at a time than a service stores: nobody else waits in this process. */
const withLargerChunks = (config: Config): Config =>
  partsOf(config).store === 'sqlite' ? { ...config, OMS_CHUNK_ROWS: config.OMS_CHUNK_ROWS ?? 500 } : config;

/**
 * Runs one file through bulk, relay and confirm until its bulk order has ended and none of its orders awaits its check.
 * Resolves with the text for stdout; throws when the file could not be processed.
 */
export const importCommand = async (config: Config, input: ImportInput, stop: AbortSignal): Promise<string> => {
  const startedAt = performance.now();
  const context = cliContext(input.tenant);
  const source = await sourceFile(input.file);
  const container = await createContainer(withLargerChunks(config));
  const settled = new SettledCount(container.get('observer'));
  (await container.rebind('observer')).toConstantValue(settled);
  try {
    if (input.check === true) await bindCheck(container, context, input.stock);
    else if (input.stock !== undefined) await loadStock(container, context, { file: input.stock });
    const bulkOrder = await runImport(container, { context, source, input, settled, stop });
    const summary = await summariseRun(container, context, { bulkOrder, startedAt });
    return input.json === true ? summaryJson(summary) : summaryText(summary, nextSteps(input, summary));
  } finally {
    await container.unbindAllAsync();
  }
};

interface Run {
  readonly context: Context;
  readonly source: SourceFile;
  readonly input: ImportInput;
  readonly settled: SettledCount;
  readonly stop: AbortSignal;
}

const runImport = async (container: OmsContainer, run: Run): Promise<BulkOrder> => {
  const oms = container.get('oms');
  let lines = 0;
  const bytes = readSource(run.source, (found) => {
    lines += found;
  });
  const { name } = run.source;
  const file = await oms.uploadFile(run.context, { name, bytes });
  const { seller: sellerId, reference, check: dryRun } = run.input;
  const { bulkOrder } = await oms.submitBulkOrder(run.context, {
    address: file.address,
    name,
    sellerId,
    reference,
    dryRun,
  });
  const loops = new AbortController();
  const finished = Promise.all([
    oms.workers.bulk.run(loops.signal),
    oms.workers.confirm.run(loops.signal),
    oms.workers.relay.run(loops.signal),
  ]);
  const display = progressDisplay(Math.max(lines - 1, 1));
  try {
    return await Promise.race([follow(container, { ...run, oms, bulkOrder, display }), failed(finished)]);
  } finally {
    display.stop();
    loops.abort();
    await finished;
  }
};

/** A loop that dies ends the command; loops that end because they were told to do not. */
const failed = (finished: Promise<unknown>): Promise<never> =>
  new Promise((_, reject) => {
    finished.catch(reject);
  });

interface Follow extends Run {
  readonly oms: Oms;
  readonly bulkOrder: BulkOrder;
  readonly display: ProgressDisplay;
}

const follow = async (
  container: OmsContainer,
  { oms, context, source, bulkOrder, display, settled, stop }: Follow,
): Promise<BulkOrder> => {
  const { bulkOrderId } = bulkOrder;
  await relayAll(container);
  for (;;) {
    const now = await oms.getBulkOrder(context, { bulkOrderId });
    display.show({ state: stateText(now), rows: now.progress.rowsRead, settled: settled.value });
    if (isFinished(now.state) && (await isSettled(oms, context, bulkOrderId))) {
      if (now.state !== 'completed') throw notCompleted(now, source);
      await relayAll(container);
      return now;
    }
    if (settled.pause !== undefined && cannotWrite.has(settled.pause.code)) throw notWritten(settled.pause);
    if (stop.aborted)
      throw new OmsError('unavailable', 'interrupted', 'Interrupted; the same command goes on where it stopped.');
    await container.get('clock').sleep(pollMs, stop);
  }
};

/** Everything left in outboxes, by a process that died or by this one at its end, is published now. */
const relayAll = async (container: OmsContainer): Promise<void> => {
  const withinMs = container.get('config').OMS_RELAY_AFTER_MS;
  const { relayEvents } = container.get('oms');
  for (;;) {
    const { count, outcome } = await relayEvents({ withinMs });
    if (count === 0 || outcome === 'postponed') return;
  }
};

const isSettled = async (oms: Oms, context: Context, bulkOrderId: string): Promise<boolean> => {
  const { holds } = await oms.countOrders(context, { filter: { bulkOrderId, holdCode: 'awaiting_check' } });
  return (holds.awaiting_check ?? 0) === 0;
};

const stateText = ({ state, waitsFor }: BulkOrder): string =>
  waitsFor === undefined ? state : `${state}: ${waitsFor.message}`;

const notCompleted = ({ state, failure }: BulkOrder, { path, name }: SourceFile): OmsError => {
  const why = failure?.message ?? `the import was ${state}.`;
  return new OmsError('invalid', failure?.code ?? state, why.startsWith(name) ? why : `${path}: ${why}`);
};

const notWritten = ({ code, message }: Problem): OmsError =>
  new OmsError('unavailable', code, `${message} The same command goes on where it stopped.`);

const summariseRun = async (
  container: OmsContainer,
  context: Context,
  { bulkOrder, startedAt }: { readonly bulkOrder: BulkOrder; readonly startedAt: number },
): Promise<ImportSummary> => {
  const report = await reportOf(container, bulkOrder);
  const seconds = (performance.now() - startedAt) / 1_000;
  return summarise(container.get('oms'), context, { bulkOrder, report, seconds });
};

/** Where the report is to be found; another process may have written it. */
const reportOf = async (container: OmsContainer, bulkOrder: BulkOrder): Promise<string | undefined> => {
  const { tenantId, report } = bulkOrder;
  if (report === undefined) return undefined;
  const found = { tenantId, address: report, name: reportNameOf(bulkOrder) };
  return copyReport(container.get('files'), found, container.get('config').OMS_PUBLIC_DIR);
};
