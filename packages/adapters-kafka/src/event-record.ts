import { isId, type OrderEventMessage, orderEventTypes, orderKey, timeText } from '@oms/core';
import type { IHeaders, Message } from 'kafkajs';
import { eventJsonOf } from './event-json.js';
import { fromJsonNames } from './from-json-names.js';

/** Who alone is to handle a record: a dead letter that was handed to its group again. */
export const groupHeader = 'oms_group';

/**
 * An event as CloudEvents 1.0 in Kafka's binary mode: attributes in headers, the order as JSON in the value. The key is made
 * of tenant and order, so that the events of one order share a partition.
 */
export const recordOf = (message: OrderEventMessage): Message => {
  const { id, type, tenantId, orderId, time, traceparent } = message;
  return {
    key: orderKey(tenantId, orderId),
    value: eventJsonOf(message),
    headers: {
      'content-type': 'application/json',
      ce_specversion: '1.0',
      ce_id: id,
      ce_type: type,
      ce_source: `/tenants/${encodeURIComponent(tenantId)}`,
      ce_subject: orderId,
      ce_time: timeText(time),
      'X-Tenant-ID': tenantId,
      ...(traceparent === undefined ? {} : { traceparent }),
    },
  };
};

/** The event of a record, or undefined for what is none of a known schema version. */
export const eventOf = (value: Buffer | null, headers: IHeaders = {}): OrderEventMessage | undefined => {
  const order = fromJsonNames(parsed(value)) as Partial<OrderEventMessage & OrderEventMessage['content']> | undefined;
  if (typeof order !== 'object' || order === null || order.schemaVersion !== 1) return undefined;
  const { schemaVersion, sequence, time, status, hold, ...content } = order;
  const type = orderEventTypes.find((known) => known === textOf(headers.ce_type));
  const isSound = isId(content.tenantId ?? '') && isId(content.orderId ?? '') && Number.isSafeInteger(sequence);
  if (type === undefined || !isSound || !Array.isArray(content.lines) || !Number.isFinite(time)) return undefined;
  const traceparent = textOf(headers.traceparent);
  const { tenantId, orderId } = content;
  const event = { schemaVersion, id: textOf(headers.ce_id), type, tenantId, orderId, sequence, time, status };
  return {
    ...event,
    ...(hold === undefined ? {} : { hold }),
    ...(traceparent === undefined ? {} : { traceparent }),
    content,
  } as OrderEventMessage;
};

export const textOf = (header: IHeaders[string]): string | undefined => {
  const first = Array.isArray(header) ? header[0] : header;
  return first === undefined ? undefined : first.toString();
};

const parsed = (value: Buffer | null): unknown => {
  try {
    return JSON.parse(value?.toString('utf8') ?? '');
  } catch {
    return undefined;
  }
};
