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
  const inner = value.order ?? value.bulkOrder;
  if (isPlain(inner)) return [value.answer, brief(inner)].filter(Boolean).join(' ');
  return kinds.find(({ has }) => value[has] !== undefined)?.text(value) ?? '';
};

/** What a value is shows in what it has. */
const kinds: readonly { readonly has: string; readonly text: (value: Plain) => string }[] = [
  { has: 'version', text: (value) => order(value) },
  { has: 'state', text: (value) => bulkOrder(value) },
  { has: 'progress', text: ({ progress }) => (isPlain(progress) ? `up to row ${progress.row}` : '') },
  { has: 'type', text: ({ type, sequence, orderId }) => `${type} ${sequence} of ${orderId}` },
  {
    has: 'waitsFor',
    text: ({ waitsFor }) => (isPlain(waitsFor) ? `group of ${Object.values(waitsFor).join(' ')}` : ''),
  },
  { has: 'answer', text: ({ answer }) => String(answer) },
  { has: 'orderId', text: ({ orderId }) => String(orderId) },
  { has: 'bulkOrderId', text: ({ bulkOrderId }) => String(bulkOrderId) },
  { has: 'skuId', text: ({ skuId, quantity }) => `${skuId} ${quantity ?? ''}`.trim() },
  { has: 'address', text: ({ address }) => String(address) },
];

const order = ({ orderId, version, status, hold }: Plain): string => {
  const code = isPlain(hold) ? ` ${String(hold.code)}` : '';
  return `${String(orderId)} v${String(version)} ${String(status)}${code}`;
};

const bulkOrder = ({ bulkOrderId, state, progress }: Plain): string => {
  const row = isPlain(progress) ? ` at row ${String(progress.row)}` : '';
  return `${String(bulkOrderId ?? '').slice(0, 8)} ${String(state)}${row}`;
};
