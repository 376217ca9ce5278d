import { anInsert } from '@oms/core/contract';
import { openDatabase, SqliteOrderRepo } from '../../src/sqlite/index.js';

/** Arguments: database file, prefix of the order ids, number of calls (100 orders each). Says `stored N` after each. */
const [path, prefix, calls] = process.argv.slice(2) as [string, string, string];
const database = await openDatabase(path);
const repo = new SqliteOrderRepo(database);
for (let call = 0; call < Number(calls); call += 1) {
  const ids = Array.from({ length: 100 }, (_, n) => `${prefix}-${call * 100 + n}`);
  const answers = await repo.insertMany(
    'tenant-1',
    ids.map((orderId) => anInsert({ orderId })),
  );
  const created = answers.filter(({ answer }) => answer === 'created').length;
  process.stdout.write(`stored ${(call + 1) * 100} created ${created}\n`);
}
await database.close();
