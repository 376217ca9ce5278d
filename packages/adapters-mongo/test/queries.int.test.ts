import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { onServer } from '../../../services/testing/on-server.js';
import { connectMongo, ensureIndexes } from '../src/index.js';
import { askedQueries, shapeOf } from './asked-queries.js';
import { everyCall } from './every-call.js';
import { planProblems } from './plan-problems.js';

const operations = readFileSync(new URL('../../../docs/operations.md', import.meta.url), 'utf8');
const command = /^db\.(\w+)\.find\(\{ (.*?) \}\)(?:\.sort\(\{ (.*?) \}\))?\.explain\(\);/gm;

const namesIn = (fields = ''): string =>
  fields
    .split(', ')
    .map((field) => field.split(':', 1)[0]?.replaceAll("'", ''))
    .join(', ');

/** The questions that the documentation shows how to explain. */
const documented = [...operations.matchAll(command)].map(
  ([, collection, filter, sort]) =>
    `${collection}: ${namesIn(filter)}${sort === undefined ? '' : `; ${namesIn(sort)}`}`,
);

onServer('mongo', ({ address, onItself }) => {
  const askEverything = async () => {
    const { db, close } = await connectMongo(address, `oms-test-${randomUUID()}`, { monitorCommands: true });
    onTestFinished(async () => {
      await db.dropDatabase();
      await close();
    });
    await ensureIndexes(db);
    const asked = askedQueries(db.client);
    await everyCall(db);
    return { db, asked: [...asked] };
  };

  test('every question to the server is one that the documentation names, and there are no others', async () => {
    const { asked } = await askEverything();
    expect([...new Set(asked.map(shapeOf))].sort()).toEqual(documented.toSorted());
  });

  test('the rejections of a checkpoint are looked for by their rows', async () => {
    const { asked } = await askEverything();
    const ofRejections = asked.filter(({ collection }) => collection === 'rejections').map(({ filter }) => filter);
    const withoutRows = ofRejections.filter(({ row }) => row === undefined);
    // Once, when the bulk order has ended: what no checkpoint names is dropped.
    expect(withoutRows).toEqual([expect.objectContaining({ batch: { $nin: [expect.anything()] } })]);
  });

  onItself('every question goes by an index, reads no collection and sorts nothing', async () => {
    const { db, asked } = await askEverything();
    const problems = await Promise.all(
      asked.map(async (query) => {
        const { collection, filter, sort } = query;
        const plan = await db.collection(collection).find(filter).sort(sort).explain('queryPlanner');
        return planProblems(plan).map((problem) => `${shapeOf(query)}: ${problem}`);
      }),
    );
    expect(problems.flat()).toEqual([]);
  });
});
