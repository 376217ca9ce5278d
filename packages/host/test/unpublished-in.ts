import { DatabaseSync } from 'node:sqlite';

/** How many orders have events in their outboxes. */
export const unpublishedIn = (path: string): number => {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    return Number(database.prepare('SELECT count(*) AS n FROM orders WHERE outbox IS NOT NULL').get()?.n);
  } finally {
    database.close();
  }
};
