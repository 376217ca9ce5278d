import type { ImportInput } from './import-input.js';
import type { ImportSummary } from './import-summary.js';

/** Commands that make sense after an import, each with what it is for. */
export const nextSteps = (
  { file, tenant, check }: ImportInput,
  { bulkOrder, counts, rejected }: ImportSummary,
): readonly string[] => {
  if (check === true) return [`npx oms import ${file} --tenant ${tenant}    store the orders`];
  const steps: string[] = [];
  if ((counts.holds.insufficient_stock ?? 0) > 0) {
    steps.push(
      `npx oms orders list --tenant ${tenant} --hold-code insufficient_stock    see who waits, and for what`,
      `npx oms stock load FILE --tenant ${tenant}    bring stock; the waiting orders are tried at once`,
    );
  }
  if (rejected.rows > 0)
    steps.push(`correct the rows of ${rejected.report ?? 'the report'} and import them as a file of their own`);
  steps.push(`npx oms imports show ${bulkOrder.bulkOrderId} --tenant ${tenant}    this import again`);
  return steps;
};
