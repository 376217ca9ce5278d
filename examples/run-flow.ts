import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** What a flow prints, whose own checks have all held. */
export const runFlow = async (flow: string, env: Readonly<Record<string, string>>): Promise<string> => {
  const { stdout } = await promisify(execFile)(process.execPath, ['run.mjs'], {
    cwd: fileURLToPath(new URL(flow, import.meta.url)),
    env: { PATH: process.env.PATH, OMS_PORT: '0', ...env },
    timeout: 90_000,
  });
  return stdout.trim();
};
