import { type Fact, OmsError } from '@oms/core';
import { expect, test } from 'vitest';
import { SettledCount } from '../src/cli/settled-count.js';

const failed = (error: unknown): Fact => ({ kind: 'worker_failed', worker: 'relay', error });

test('a disk that is full pauses the import, whichever worker meets it first, and is told once', () => {
  const heard: Fact[] = [];
  const settled = new SettledCount({ observe: (fact) => heard.push(fact) });
  settled.observe(failed(new OmsError('unavailable', 'disk_full', 'The disk is full.')));
  expect(settled.pause).toEqual({ code: 'disk_full', message: 'The disk is full.' });
  expect(heard).toEqual([]);
});

test('what else fails is passed on', () => {
  const heard: Fact[] = [];
  const settled = new SettledCount({ observe: (fact) => heard.push(fact) });
  const facts = [failed(new Error('a defect')), failed(new OmsError('unavailable', 'event_bus_unavailable', 'Away.'))];
  for (const fact of facts) settled.observe(fact);
  expect(heard).toEqual(facts);
  expect(settled.pause).toBeUndefined();
});
