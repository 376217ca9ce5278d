type Plain = Readonly<Record<string, unknown>>;

const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A call and its answer in a few words; undefined for a look that found nothing. */
export const describeCall = (name: string, input: readonly unknown[], answer: unknown): string | undefined => {
  const [, method = ''] = name.split('.');
  const isEmpty = Array.isArray(answer) && answer.length === 0;
  if (isEmpty && /^(?:lease|list|waiting)/.test(method)) return undefined;
  const given = input
    .map(brief)
    .filter((text) => text !== '')
    .join(' ');
  return `${name} ${given} → ${brief(answer) || 'done'}`;
};

const brief = (value: unknown): string => {
  if (Array.isArray(value)) return value.length === 0 ? '' : `[${value.map(brief).join(', ')}]`;
  if (value instanceof Uint8Array) return `${value.length} bytes`;
  if (!isPlain(value)) return typeof value === 'number' || value === undefined ? '' : String(value);
  if (isPlain(value.order)) return [value.answer, brief(value.order)].filter(Boolean).join(' ');
  if (typeof value.version === 'number') return order(value);
  if (isPlain(value.bulkOrder)) return [value.answer, brief(value.bulkOrder)].filter(Boolean).join(' ');
  if (typeof value.state === 'string') return bulkOrder(value);
  if (isPlain(value.progress)) return `up to row ${String(value.progress.row)}`;
  if (typeof value.type === 'string') return `${value.type} ${String(value.sequence)} of ${String(value.orderId)}`;
  if (isPlain(value.waitsFor)) return `group of ${Object.values(value.waitsFor).join(' ')}`;
  const shown = value.answer ?? value.orderId ?? value.bulkOrderId ?? value.skuId ?? value.address;
  return [shown, value.skuId === undefined ? '' : value.quantity]
    .filter((part) => part !== undefined && part !== '')
    .join(' ');
};

const order = ({ orderId, version, status, hold }: Plain): string => {
  const code = isPlain(hold) ? ` ${String(hold.code)}` : '';
  return `${String(orderId)} v${String(version)} ${String(status)}${code}`;
};

const bulkOrder = ({ bulkOrderId, state, progress }: Plain): string => {
  const row = isPlain(progress) ? ` at row ${String(progress.row)}` : '';
  return `${String(bulkOrderId ?? '').slice(0, 8)} ${String(state)}${row}`;
};
