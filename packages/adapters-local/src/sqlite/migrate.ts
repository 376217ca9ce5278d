import type { DatabaseSync } from 'node:sqlite';
import { OmsError } from '@oms/core';

/** Brings a database to the newest schema, each version in a transaction of its own; two processes may try at once. */
export const migrate = (db: DatabaseSync, migrations: readonly string[]): void => {
  for (;;) {
    const version = versionOf(db);
    if (version > migrations.length) throw newerSchema(version, migrations.length);
    if (version === migrations.length) return;
    db.exec('BEGIN IMMEDIATE');
    try {
      if (versionOf(db) === version) db.exec(`${migrations[version]}; PRAGMA user_version = ${version + 1}`);
      db.exec('COMMIT');
    } catch (error) {
      db.exec('ROLLBACK');
      throw error;
    }
  }
};

const versionOf = (db: DatabaseSync): number => Number(db.prepare('PRAGMA user_version').get()?.user_version ?? 0);

const newerSchema = (found: number, known: number): OmsError =>
  new OmsError(
    'invalid',
    'newer_schema',
    `The database has schema version ${found}, this program knows ${known}: use the newer program, or another data folder.`,
  );
