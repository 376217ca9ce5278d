import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';

const script = 'text/javascript';

/** Serves the page, the two bundles and the example on this machine alone. */
export const servePage = async (folder) => {
  const files = {
    '/': ['text/html', new URL('page.html', import.meta.url)],
    '/core.js': [script, join(folder, 'core.js')],
    '/memory.js': [script, join(folder, 'memory.js')],
    '/embed/embed.mjs': [script, join(folder, 'embed/embed.mjs')],
  };
  const server = createServer(({ url }, response) => {
    const [type, path] = files[url] ?? [];
    if (path === undefined) response.writeHead(404).end();
    else response.writeHead(200, { 'content-type': type }).end(readFileSync(path));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${server.address().port}/`, close };
};
