import { bulkOrderJson } from '@oms/adapters-http/api';
import type { BulkOrder, Context } from '@oms/core';
import type { OmsContainer } from '../container/create-container.js';
import { followLine } from './follow-line.js';
import { table, timeText } from './table.js';

const progressText = ({ progress }: BulkOrder): string =>
  `${progress.rowsRead} rows, ${progress.ordersCreated} new, ${progress.ordersUnchanged} unchanged, ${progress.rowsRejected} refused`;

const whyText = ({ waitsFor, failure }: BulkOrder): string => failure?.message ?? waitsFor?.message ?? '';

/** `oms imports list` */
export const listImportsText = async (
  container: OmsContainer,
  context: Context,
  input: { readonly json?: boolean },
): Promise<string> => {
  const { bulkOrders } = await container.get('oms').listBulkOrders(context, { limit: 50 });
  if (input.json === true) return JSON.stringify(bulkOrders);
  const rows = bulkOrders.map((bulkOrder) => [
    bulkOrder.bulkOrderId,
    bulkOrder.file.name,
    bulkOrder.state,
    timeText(bulkOrder.submittedAt),
    progressText(bulkOrder),
    whyText(bulkOrder),
  ]);
  return table(['IMPORT', 'FILE', 'STATE', 'SUBMITTED (UTC)', 'PROGRESS', 'WHY'], rows);
};

/** `oms imports show` */
export const showImportText = async (
  container: OmsContainer,
  context: Context,
  bulkOrderId: string,
): Promise<string> => {
  const bulkOrder = await container.get('oms').getBulkOrder(context, { bulkOrderId });
  const facts: readonly (readonly [string, string])[] = [
    ['import', bulkOrder.bulkOrderId],
    ['file', `${bulkOrder.file.name} (${bulkOrder.file.sizeBytes} bytes, sha256 ${bulkOrder.file.sha256})`],
    ['state', bulkOrder.state],
    ['why', whyText(bulkOrder)],
    ['progress', progressText(bulkOrder)],
    ['submitted', timeText(bulkOrder.submittedAt)],
    ['finished', timeText(bulkOrder.finishedAt)],
    ['report', bulkOrder.report ?? ''],
  ];
  return facts
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name.padEnd(10)} ${value}`)
    .join('\n');
};

export interface FollowImport {
  readonly bulkOrderId: string;
  readonly print: (text: string) => void;
  readonly stop: AbortSignal;
}

/** `oms imports show --follow`: a line whenever it got on, until it has ended; then what `show` says. */
export const followImportText = async (
  container: OmsContainer,
  context: Context,
  { bulkOrderId, print, stop }: FollowImport,
): Promise<string> => {
  await container.get('oms').followBulkOrder(context, {
    bulkOrderId,
    stop,
    onLook: (bulkOrder, hasChanged) => {
      if (hasChanged) print(followLine(bulkOrderJson(bulkOrder)));
    },
  });
  return showImportText(container, context, bulkOrderId);
};

/** `oms imports cancel` */
export const cancelImportText = async (
  container: OmsContainer,
  context: Context,
  bulkOrderId: string,
): Promise<string> => {
  const bulkOrder = await container.get('oms').cancelBulkOrder(context, { bulkOrderId });
  return `cancelled; ${progressText(bulkOrder)}; the orders so far stay`;
};
