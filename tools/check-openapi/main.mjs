// Sends what a generator makes of /openapi.json, good and bad, to a running service: no answer may be a 5xx or undocumented.
// Needs schemathesis (PyPI) on the PATH, or SCHEMATHESIS to name it.

import { spawn } from 'node:child_process';
import { withService } from '../service/with-service.mjs';

const command = process.env.SCHEMATHESIS ?? 'schemathesis';
const checks = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_schema_conformance',
  'response_headers_conformance',
];

const judge = (url) =>
  new Promise((resolve) => {
    const header = ['--header', 'X-Tenant-ID: demo'];
    const extent = ['--max-examples', '40', '--phases', 'examples,coverage,fuzzing', '--seed', '1', '--no-color'];
    const child = spawn(command, ['run', `${url}/openapi.json`, ...header, ...extent, '--checks', checks.join(',')], {
      stdio: 'inherit',
    });
    child.once('error', (error) => {
      console.log(`left out: ${command} cannot be run (${error.code}); pip install schemathesis, or set SCHEMATHESIS`);
      resolve(process.env.CI === 'true' ? 1 : 0);
    });
    child.once('close', resolve);
  });

await withService(async (url) => {
  process.exitCode = await judge(url);
});
