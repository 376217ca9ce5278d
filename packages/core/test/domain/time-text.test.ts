import { expect, test } from 'vitest';
import { timeText } from '../../src/domain/time-text.js';

const times = [0, 1, 999, 1_000, 1_001, -1, -999, -1_000, 1_795_485_720_555, 1_795_485_720_556, 253_402_300_799_999];

test.each(times)('%i is written as Date has it, whatever was written before', (at) => {
  for (const before of times) {
    timeText(before);
    expect(timeText(at)).toBe(new Date(at).toISOString());
  }
});

test('no time is no text', () => {
  expect(timeText(undefined)).toBeUndefined();
});
