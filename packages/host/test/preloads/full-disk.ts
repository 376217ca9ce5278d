import { DatabaseSync } from 'node:sqlite';

// From the commit with the number OMS_TEST_FULL_AFTER on the disk is full, for this process alone.
const left = Number(process.env.OMS_TEST_FULL_AFTER);
const exec = DatabaseSync.prototype.exec;
let commits = 0;
DatabaseSync.prototype.exec = function (this: DatabaseSync, sql: string): void {
  if (sql === 'COMMIT') commits += 1;
  if (sql === 'COMMIT' && commits > left) {
    throw Object.assign(new Error('database or disk is full'), { code: 'ERR_SQLITE_ERROR', errcode: 13 });
  }
  exec.call(this, sql);
};
