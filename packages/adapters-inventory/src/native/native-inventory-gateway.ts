import type { ClaimAnswer, InventoryGateway, OrderId, ReleaseAnswer, StockClaim, StockPair, TenantId } from '@oms/core';
import { checkCalls } from '../http/check-calls.js';
import { refusalOf } from '../http/check-refusal.js';
import type { HttpAnswer } from '../http/http-answer.js';
import type { HttpCall, InventoryHttp } from '../http/inventory-http.js';
import { batchesOf } from './batches-of.js';
import { checksAnswer, claimAnswerOf, claimsAnswer, releaseAnswer } from './native-answers.js';

const pairsPerCall = 500;
const linesPerCall = 100;
/** An order is answered for whole: one of more than 128 lines, each short, may take more than an answer else has. */
const bytesPerLine = 512;
const bytesOfAnswer = 65_536;

/**
 * An inventory that claims atomically, over HTTP in the `native` dialect: `POST /checks`, `POST /claims`,
 * `DELETE /claims/{order_id}`. A claim whose answer was lost is `unknown_outcome`; asking again is safe.
 */
export class NativeInventoryGateway implements InventoryGateway {
  readonly supports = { atomicClaim: true, release: true };
  readonly #http: InventoryHttp;

  constructor(http: InventoryHttp) {
    this.#http = http;
  }

  async check(tenantId: TenantId, pairs: readonly StockPair[]): Promise<readonly ('known' | 'unknown')[]> {
    const batches = batchesOf(pairs, { most: pairsPerCall, sizeOf: () => 1 });
    const answers = await checkCalls(this.#http, tenantId, {
      calls: batches.map(checkOf),
      read: (answer, index) => readChecks(answer, batches[index]?.length),
    });
    return answers.flat();
  }

  /** One call after another, so that who comes first is served first. */
  async claim(tenantId: TenantId, claims: readonly StockClaim[]): Promise<readonly ClaimAnswer[]> {
    const answers: ClaimAnswer[] = [];
    for (const batch of batchesOf(claims, { most: linesPerCall, sizeOf: ({ lines }) => lines.length })) {
      answers.push(...(await this.#claim(tenantId, batch)));
    }
    return answers;
  }

  async release(tenantId: TenantId, orderIds: readonly OrderId[]): Promise<readonly ReleaseAnswer[]> {
    return Promise.all(orderIds.map((orderId) => this.#release(tenantId, orderId)));
  }

  async #claim(tenantId: TenantId, claims: readonly StockClaim[]): Promise<readonly ClaimAnswer[]> {
    const json = {
      claims: claims.map(({ orderId, lines }) => ({
        order_id: orderId,
        lines: lines.map(({ skuId, hubId, quantity }) => ({ sku_id: skuId, hub_id: hubId, quantity })),
      })),
    };
    const lines = claims.reduce((sum, claim) => sum + claim.lines.length, 0);
    const longer = lines * bytesPerLine > bytesOfAnswer ? { maxAnswerBytes: lines * bytesPerLine } : {};
    const answer = await this.#http.call(tenantId, { method: 'POST', path: '/claims', json, ...longer });
    const body = answer.kind === 'answered' && answer.status === 200 ? claimsAnswer.safeParse(answer.body) : undefined;
    if (body?.success === true && body.data.answers.length === claims.length) {
      return body.data.answers.map(claimAnswerOf);
    }
    return claims.map(() => refusedClaim(answer));
  }

  async #release(tenantId: TenantId, orderId: OrderId): Promise<ReleaseAnswer> {
    const path = `/claims/${encodeURIComponent(orderId)}`;
    const answer = await this.#http.call(tenantId, { method: 'DELETE', path });
    const isReleased =
      answer.kind === 'answered' && answer.status === 200 && releaseAnswer.safeParse(answer.body).success;
    return isReleased ? { answer: 'released' } : { answer: 'not_released', ...refusalOf(answer) };
  }
}

const refusedClaim = (answer: HttpAnswer): ClaimAnswer =>
  answer.kind === 'not_attempted'
    ? { answer: 'not_attempted', retryAfterMs: answer.retryAfterMs, reason: answer.reason }
    : { answer: 'unknown_outcome', reason: refusalOf(answer).reason };

const checkOf = (pairs: readonly StockPair[]): HttpCall => ({
  method: 'POST',
  path: '/checks',
  json: { pairs: pairs.map(({ skuId, hubId }) => ({ sku_id: skuId, hub_id: hubId })) },
});

const readChecks = (
  { status, body }: Extract<HttpAnswer, { kind: 'answered' }>,
  count: number | undefined,
): readonly ('known' | 'unknown')[] | undefined => {
  const checks = status === 200 ? checksAnswer.safeParse(body) : undefined;
  return checks?.success === true && checks.data.answers.length === count ? checks.data.answers : undefined;
};
