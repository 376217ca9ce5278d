import type { ServerResponse } from 'node:http';

/** Waits while the client reads more slowly than we write. */
export const written = async (response: ServerResponse, piece: Uint8Array | string): Promise<void> => {
  if (response.destroyed || response.write(piece)) return;
  await new Promise<void>((resolve) => {
    const go = () => {
      response.off('drain', go).off('close', go);
      resolve();
    };
    response.on('drain', go).on('close', go);
  });
};
