import type { FieldProblem } from '../errors.js';
import { OmsError } from '../errors.js';
import { compact } from './compact.js';
import { isCurrency } from './currency.js';
import { idRule, isId, isOrderId } from './ids.js';
import { normalisePrice } from './money.js';
import type { OrderLine } from './order.js';
import type { OrderDraft, OrderLineDraft, ValidOrder } from './order-draft.js';
import { maxAttributesBytes, maxLinesPerOrder } from './order-limits.js';
import { isQuantity } from './quantity.js';
import { utf8 } from './utf8.js';

/** The order with normalised values; throws `invalid` / `invalid_order` with every problem, each naming its field. */
export const validateOrder = (draft: OrderDraft): ValidOrder => {
  const problems = [...orderProblems(draft), ...draft.lines.flatMap(lineProblems), ...attributeProblems(draft)];
  if (problems.length > 0) {
    throw new OmsError('invalid', 'invalid_order', 'The order breaks the rules that are listed.', { problems });
  }
  return compact({ sellerId: draft.sellerId, lines: draft.lines.map(normaliseLine), attributes: draft.attributes });
};

const orderProblems = (draft: OrderDraft): FieldProblem[] => {
  const problems: FieldProblem[] = [];
  if (draft.orderId !== undefined && !isOrderId(draft.orderId)) {
    problems.push({
      field: 'orderId',
      code: 'invalid_id',
      message: `An order id is ${idRule}; bulkorder and counts are reserved.`,
    });
  }
  if (!isId(draft.sellerId)) {
    problems.push({ field: 'sellerId', code: 'invalid_id', message: `A seller id is ${idRule}.` });
  }
  if (draft.lines.length === 0) {
    problems.push({ field: 'lines', code: 'missing_value', message: 'An order has at least one line.' });
  }
  if (draft.lines.length > maxLinesPerOrder) {
    problems.push({
      field: 'lines',
      code: 'too_many_lines',
      message: `An order has at most ${maxLinesPerOrder} lines.`,
    });
  }
  return problems;
};

const lineProblems = (line: OrderLineDraft, index: number): FieldProblem[] => {
  const problem = (name: string, code: string, message: string): FieldProblem => ({
    field: `lines.${index}.${name}`,
    code,
    message,
  });
  const problems: FieldProblem[] = [];
  if (!isId(line.skuId)) problems.push(problem('skuId', 'invalid_id', `A SKU id is ${idRule}.`));
  if (!isId(line.hubId)) problems.push(problem('hubId', 'invalid_id', `A hub id is ${idRule}.`));
  if (!isQuantity(line.quantity)) {
    problems.push(problem('quantity', 'invalid_quantity', 'A quantity is a whole number from 1 to 1,000,000.'));
  }
  if (line.unitPrice !== undefined && normalisePrice(line.unitPrice) === undefined) {
    problems.push(
      problem('unitPrice', 'invalid_price', 'A price is a decimal such as 10.50, with at most 4 decimals.'),
    );
  }
  if (line.currency !== undefined && !isCurrency(line.currency)) {
    problems.push(problem('currency', 'invalid_currency', 'A currency is an ISO 4217 code such as EUR.'));
  }
  return problems;
};

const attributeProblems = ({ attributes }: OrderDraft): FieldProblem[] => {
  if (attributes === undefined || utf8(JSON.stringify(attributes)).length <= maxAttributesBytes) return [];
  return [{ field: 'attributes', code: 'too_large', message: 'Attributes take at most 8 KiB as JSON.' }];
};

const normaliseLine = (line: OrderLineDraft): OrderLine =>
  compact({ ...line, unitPrice: line.unitPrice === undefined ? undefined : normalisePrice(line.unitPrice) });
