import { isId, OmsError } from '@oms/core';
import type { Config } from '../config/config-schema.js';
import { KeyFile } from '../keys/key-file.js';
import { table } from './table.js';

/** `oms keys create` */
export const createKeyText = async (
  config: Config,
  { name, tenant }: { readonly name: string; readonly tenant: readonly string[] },
): Promise<string> => {
  const odd = tenant.find((tenantId) => !isId(tenantId));
  if (odd !== undefined) throw new OmsError('invalid', 'invalid_tenant', `--tenant is an id, not "${odd}".`);
  if (!isId(name)) throw new OmsError('invalid', 'invalid_option', `The name of a key is an id, not "${name}".`);
  const { key, stored } = await new KeyFile(config.OMS_KEYS_FILE).create(name, tenant);
  return [`key       ${key}`, `id        ${stored.id}`, 'The key is shown this once; only its hash is kept.'].join(
    '\n',
  );
};

/** `oms keys list` */
export const listKeysText = async (config: Config): Promise<string> => {
  const keys = await new KeyFile(config.OMS_KEYS_FILE).read();
  const rows = keys.map(({ id, name, tenants, created_at }) => [id, name, tenants.join(' '), created_at]);
  return table(['ID', 'NAME', 'TENANTS', 'CREATED'], rows);
};

/** `oms keys revoke` */
export const revokeKeyText = async (config: Config, id: string): Promise<string> => {
  await new KeyFile(config.OMS_KEYS_FILE).revoke(id);
  return 'revoked';
};
