/**
 * What tests give to the processes that they start wherever a secret can be configured; a test that has one of its own overrides it.
 * `tools/check-logs` looks for the words that they begin with in all that those processes said.
 */
export const sentinelSecrets: Readonly<Record<string, string>> = {
  OMS_INVENTORY_TOKEN: 'sentinel-secret-inventory-token',
  AWS_SECRET_ACCESS_KEY: 'sentinel-secret-aws-key',
  OMS_MONGO_URL: 'mongodb://oms:sentinel-secret-mongo@127.0.0.1:27017',
  OMS_REDIS_URL: 'redis://oms:sentinel-secret-redis@127.0.0.1:6379',
};
