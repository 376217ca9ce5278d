import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { keepOutput } from '../services/testing/keep-output.js';
import { sentinelSecrets } from '../services/testing/sentinel-secrets.js';

/** What a flow prints, whose own checks have all held. On a port that is free, unless `OMS_PORT` is undefined: then on its own. */
export const runFlow = async (flow: string, env: Readonly<Record<string, string | undefined>>): Promise<string> => {
  const running = promisify(execFile)(process.execPath, ['run.mjs'], {
    cwd: fileURLToPath(new URL(flow, import.meta.url)),
    env: { PATH: process.env.PATH, ...sentinelSecrets, OMS_LOG_LEVEL: 'trace', OMS_PORT: '0', ...env },
    timeout: 90_000,
    maxBuffer: 64 * 1_048_576,
  });
  keepOutput(running.child, flow);
  const { stdout } = await running;
  return stdout.trim();
};
