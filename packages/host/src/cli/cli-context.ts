import { type Context, isId, OmsError } from '@oms/core';

/** What every use-case is told of a command: whose data, and that a person at this machine asks. */
export const cliContext = (tenant: string): Context => {
  if (!isId(tenant))
    throw new OmsError('invalid', 'invalid_tenant', `--tenant is 1 to 128 of A-Z a-z 0-9 . _ : -, not "${tenant}".`);
  return { tenantId: tenant, actor: 'cli', requestId: `cli-${process.pid}` };
};
