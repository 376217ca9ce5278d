import type { BulkOrderJson } from '@oms/adapters-http/api';
import { isOmsError, OmsError } from '@oms/core';
import { followLine } from './follow-line.js';

export interface FollowApi {
  /** Of a running API. */
  readonly url: string;
  readonly apiKey: string | undefined;
  readonly tenantId: string;
  readonly bulkOrderId: string;
  readonly print: (text: string) => void;
  readonly stop: AbortSignal;
}

/** `oms imports show --follow --url`: the same lines, from the events that a running API sends; this machine's data is not opened. */
export const followApi = async (follow: FollowApi): Promise<void> => {
  try {
    await showAll(await ask(follow), follow);
  } catch (cause) {
    if (follow.stop.aborted) return;
    throw isOmsError(cause) ? cause : unavailable(`The API at ${follow.url} broke off.`, cause);
  }
};

const unavailable = (message: string, cause: unknown): OmsError =>
  new OmsError('unavailable', 'api_unavailable', message, { cause });

const showAll = async ({ body }: Response, follow: FollowApi): Promise<void> => {
  let text = '';
  for await (const piece of (body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream())) {
    const events = (text + piece).split('\n\n');
    text = events.pop() ?? '';
    for (const event of events) show(event, follow);
  }
};

const show = (event: string, { print }: FollowApi): void => {
  const data = event.split('\n').find((line) => line.startsWith('data: '));
  if (data !== undefined) print(followLine(JSON.parse(data.slice('data: '.length)) as BulkOrderJson));
};

const ask = async ({ url, apiKey, tenantId, bulkOrderId, stop }: FollowApi): Promise<Response> => {
  const path = `/orders/bulkorder/${encodeURIComponent(bulkOrderId)}/events`;
  const headers = { 'X-Tenant-ID': tenantId, ...(apiKey === undefined ? {} : { Authorization: `Bearer ${apiKey}` }) };
  const response = await fetch(`${url.replace(/\/+$/, '')}${path}`, { headers, signal: stop }).catch(
    (cause: unknown) => {
      throw unavailable(`No API answers at ${url}.`, cause);
    },
  );
  if (response.ok) return response;
  const { code = 'api_refused', detail = `The API answered ${response.status}.` } = (await response
    .json()
    .catch(() => ({}))) as { code?: string; detail?: string };
  throw new OmsError('invalid', code, detail);
};
