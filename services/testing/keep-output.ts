import { randomUUID } from 'node:crypto';
import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

interface Saying {
  readonly stdout: Readable | null;
  readonly stderr: Readable | null;
}

/** Keeps what a process says, in a file of its own in the folder `OMS_TEST_LOGS`, where that is set. */
export const keepOutput = ({ stdout, stderr }: Saying, name: string): void => {
  const folder = process.env.OMS_TEST_LOGS;
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  const words = name.replaceAll(/[^A-Za-z0-9]+/g, '-').slice(0, 60);
  const file = createWriteStream(join(folder, `${words}.${randomUUID()}.log`));
  for (const stream of [stdout, stderr]) stream?.on('data', (piece) => file.write(piece));
};
