import { createServer } from 'node:net';

/** The port that the environment names, else one that is free now. */
export const portOf = async (variable) => {
  const named = process.env[variable];
  if (named) return Number(named);
  const server = createServer();
  await new Promise((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
};
