import type { IHeaders, Message } from 'kafkajs';
import { textOf } from './event-record.js';

/** How many bytes the value had that a letter was cut from. */
export const cutHeader = 'oms_cut_from';

const keptBytes = 10_000;
const keptText = 1_000;

/** A letter that always fits: the beginning of its value, the headers that are ours, and how long the value was. */
export const cutLetter = ({ key, value, headers = {} }: Message, own: IHeaders): Message => {
  const bytes = Buffer.from(value ?? '');
  const kept = Object.entries({ oms_key: headers.oms_key, ce_type: headers.ce_type }).flatMap(([name, header]) => {
    const text = textOf(header);
    return text === undefined ? [] : [[name, text.slice(0, keptText)] as const];
  });
  return {
    key: key ?? null,
    value: bytes.subarray(0, keptBytes),
    headers: { ...Object.fromEntries(kept), ...own, [cutHeader]: String(bytes.length) },
  };
};
