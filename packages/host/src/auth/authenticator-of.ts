import type { Authenticator } from '@oms/adapters-http/api';
import type { Config } from '../config/config-schema.js';
import { KeyFile } from '../keys/key-file.js';
import { KeyFileAuthenticator } from '../keys/key-file-authenticator.js';
import { JwtAuthenticator } from './jwt-authenticator.js';

/** Who tells who asks; undefined when anybody may. */
export const authenticatorOf = (config: Config): Authenticator | undefined => {
  switch (config.OMS_AUTH) {
    case 'api-key':
      return new KeyFileAuthenticator(new KeyFile(config.OMS_KEYS_FILE));
    case 'jwt':
      return new JwtAuthenticator({
        jwksUrl: new URL(config.OMS_JWT_JWKS_URL ?? ''),
        issuer: config.OMS_JWT_ISSUER ?? '',
        audience: config.OMS_JWT_AUDIENCE ?? '',
        algorithms: config.OMS_JWT_ALGORITHMS.split(',').map((name) => name.trim()),
        tenantsClaim: config.OMS_JWT_TENANTS_CLAIM,
      });
    default:
      return undefined;
  }
};
