import { expect, test } from 'vitest';
import { planProblems } from './plan-problems.js';

const planned = (winningPlan: object) => planProblems({ queryPlanner: { winningPlan } });
const ixscan = { stage: 'IXSCAN', indexName: 'by_tenant' };

test('a plan that goes by an index is right, in the forms that servers have for it', () => {
  expect(planned({ stage: 'LIMIT', inputStage: { stage: 'FETCH', inputStage: ixscan } })).toEqual([]);
  expect(planned({ stage: 'IDHACK' })).toEqual([]);
  expect(planned({ stage: 'EXPRESS_IXSCAN' })).toEqual([]);
  expect(planned({ queryPlan: { stage: 'FETCH', inputStage: ixscan }, slotBasedPlan: { stages: '[1] scan' } })).toEqual(
    [],
  );
  expect(planned({ stage: 'FETCH', inputStage: { stage: 'SORT_MERGE', inputStages: [ixscan, ixscan] } })).toEqual([]);
});

test('a plan that reads everything, or sorts by itself, is wrong wherever it does', () => {
  expect(planned({ stage: 'COLLSCAN' })).toEqual(['COLLSCAN', 'no index: COLLSCAN']);
  expect(planned({ stage: 'SORT', inputStage: { stage: 'FETCH', inputStage: ixscan } })).toEqual(['SORT']);
  expect(planned({ stage: 'OR', inputStages: [ixscan, { stage: 'COLLSCAN' }] })).toEqual(['COLLSCAN']);
});
