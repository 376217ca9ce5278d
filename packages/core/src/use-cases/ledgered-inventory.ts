import { type AttemptOutcome, type ClaimEntry, isUnknown } from '../domain/claim-entry.js';
import type { OrderId, TenantId } from '../domain/ids.js';
import { isSamePair, sumByPair } from '../domain/stock-line.js';
import type { ClaimLedger } from '../ports/claim-ledger.js';
import type { Clock } from '../ports/clock.js';
import type { Ids } from '../ports/ids.js';
import type {
  ClaimAnswer,
  InventoryGateway,
  ReleaseAnswer,
  StockClaim,
  StockLine,
  StockPair,
} from '../ports/inventory-gateway.js';
import type { DeductAnswer, LineInventory } from '../ports/line-inventory.js';

export interface LedgeredInventoryParts {
  readonly lines: LineInventory;
  readonly ledger: ClaimLedger;
  readonly clock: Clock;
  readonly ids: Ids;
}

export interface LedgeredInventoryOptions {
  /**
   * By when one line has its answer, in milliseconds; default 60,000. At least twice what `deduct` of the service takes at most, and
   * ten times that by which the clocks of the processes that share the ledger differ.
   */
  readonly answerWithinMs?: number;
}

const retryAfterMs = 1_000;
const triesToRecord = 3;

/** By the time that a call had its answer, others might have given it up. */
const late: DeductAnswer = {
  answer: 'not_attempted',
  retryAfterMs,
  reason: 'The ledger took too long to write it down.',
};

/**
 * An InventoryGateway over a service that only decrements. Each line is asked for once: it is written down before the call, and its
 * answer after it, before the next. A line whose answer was lost is `unknown_outcome` until somebody says what became of it. What
 * was deducted stays deducted: the lines of an order are not all or none, and a release gives nothing back but says what is out.
 */
export class LedgeredInventory implements InventoryGateway {
  readonly supports = { atomicClaim: false, release: false };
  readonly #parts: LedgeredInventoryParts;
  readonly #answerWithinMs: number;

  constructor(parts: LedgeredInventoryParts, { answerWithinMs = 60_000 }: LedgeredInventoryOptions = {}) {
    this.#parts = parts;
    this.#answerWithinMs = answerWithinMs;
  }

  check(tenantId: TenantId, pairs: readonly StockPair[]): Promise<readonly ('known' | 'unknown')[]> {
    return this.#parts.lines.check(tenantId, pairs);
  }

  async claim(tenantId: TenantId, claims: readonly StockClaim[]): Promise<readonly ClaimAnswer[]> {
    const answers: ClaimAnswer[] = [];
    for (const claim of claims) answers.push(await this.#claim(tenantId, claim));
    return answers;
  }

  async release(tenantId: TenantId, orderIds: readonly OrderId[]): Promise<readonly ReleaseAnswer[]> {
    const answers: ReleaseAnswer[] = [];
    for (const orderId of orderIds) answers.push(await this.#release(tenantId, orderId));
    return answers;
  }

  async #claim(tenantId: TenantId, { orderId, lines }: StockClaim): Promise<ClaimAnswer> {
    for (const line of sumByPair(lines)) {
      const answer = await this.#deduct(tenantId, orderId, line);
      if (answer !== undefined) return answer;
    }
    return { answer: 'claimed' };
  }

  /** Undefined when the line is deducted. */
  async #deduct(tenantId: TenantId, orderId: OrderId, line: StockLine): Promise<ClaimAnswer | undefined> {
    const { lines, ledger, clock, ids } = this.#parts;
    const startedAt = clock.now();
    const attempt = { attemptId: ids.next(), line, startedAt, deadlineAt: startedAt + this.#answerWithinMs };
    try {
      const { answer, entry } = await ledger.start(tenantId, orderId, attempt);
      if (answer === 'refused') return standing(entry, { line, startedAt });
    } catch (error) {
      // It may have started, and was never asked for.
      await ledger.record(tenantId, orderId, attempt.attemptId, { outcome: 'not_deducted' }).catch(() => undefined);
      return notAttempted(textOf(error));
    }
    const isLate = clock.now() - startedAt > this.#answerWithinMs / 2;
    const answer = isLate ? late : await lines.deduct(tenantId, { orderId, line });
    const outcome = outcomeOf(answer, { line, startedAt });
    try {
      await this.#record(tenantId, orderId, { attemptId: attempt.attemptId, outcome });
    } catch (error) {
      // What was written down, if anything was, decides when it is claimed again.
      return notAttempted(textOf(error));
    }
    return claimAnswerOf(answer, outcome, line);
  }

  /** Tries a few times: what is not written down is in doubt. */
  async #record(tenantId: TenantId, orderId: OrderId, { attemptId, outcome }: Answered): Promise<void> {
    const { ledger, clock } = this.#parts;
    for (let tries = 1; ; tries += 1) {
      try {
        await ledger.record(tenantId, orderId, attemptId, outcome);
        return;
      } catch (error) {
        if (tries === triesToRecord) throw error;
        await clock.sleep(retryAfterMs);
      }
    }
  }

  async #release(tenantId: TenantId, orderId: OrderId): Promise<ReleaseAnswer> {
    try {
      const { attempt, deducted } = await this.#parts.ledger.close(tenantId, orderId);
      if (attempt === undefined) return { answer: 'released', unreleased: deducted };
      return { answer: 'not_released', retryAfterMs, reason: 'A line of it has no answer yet.' };
    } catch (error) {
      return { answer: 'not_released', retryAfterMs, reason: textOf(error) };
    }
  }
}

interface Answered {
  readonly attemptId: string;
  readonly outcome: AttemptOutcome;
}

interface Asked {
  readonly line: StockLine;
  readonly startedAt: number;
}

/** What an entry says that let no attempt start, by the time at which it was asked: an answer may have come since it was read. */
const standing = ({ attempt, deducted, isClosed }: ClaimEntry, { line, startedAt }: Asked): ClaimAnswer | undefined => {
  if (attempt !== undefined) {
    if (!isUnknown(attempt, startedAt)) return notAttempted('Another claim of the order is at work.');
    const why = attempt.unknown ?? askedText(attempt.line, attempt.startedAt, 'There was no answer in time.');
    return { answer: 'unknown_outcome', reason: why, line: attempt.line };
  }
  return !isClosed && deducted.some((done) => isSamePair(done, line)) ? undefined : { answer: 'released' };
};

const outcomeOf = (answer: DeductAnswer, { line, startedAt }: Asked): AttemptOutcome => {
  if (answer.answer === 'deducted') return { outcome: 'deducted' };
  return answer.answer === 'unknown_outcome'
    ? { outcome: 'unknown', reason: askedText(line, startedAt, answer.reason) }
    : { outcome: 'not_deducted' };
};

const claimAnswerOf = (answer: DeductAnswer, outcome: AttemptOutcome, line: StockLine): ClaimAnswer | undefined => {
  const { skuId, hubId, quantity } = line;
  switch (answer.answer) {
    case 'deducted':
      return undefined;
    case 'insufficient': {
      const { available } = answer;
      const shortage = { skuId, hubId, wanted: quantity, ...(available === undefined ? {} : { available }) };
      return { answer: 'insufficient', shortages: [shortage] };
    }
    case 'unknown_item':
      return { answer: 'unknown_item', pairs: [{ skuId, hubId }] };
    case 'unknown_outcome':
      return { ...answer, ...(outcome.outcome === 'unknown' ? { reason: outcome.reason } : {}), line };
    case 'not_attempted':
      return answer;
  }
};

/** For the person who has to find out at the service what became of it. */
const askedText = ({ skuId, hubId, quantity }: StockLine, at: number, why: string): string =>
  `${quantity} of ${skuId} at ${hubId} were asked for at ${new Date(at).toISOString()}: ${why}`;

const notAttempted = (reason: string): ClaimAnswer => ({ answer: 'not_attempted', retryAfterMs, reason });

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
