import type { Config } from '../config/config-schema.js';
import { KeyFile } from '../keys/key-file.js';

/** The API keys that let people in; undefined when it is something else that does. */
export const keyFileOf = ({ OMS_AUTH, OMS_KEYS_FILE }: Config): KeyFile | undefined =>
  OMS_AUTH === 'api-key' ? new KeyFile(OMS_KEYS_FILE) : undefined;
