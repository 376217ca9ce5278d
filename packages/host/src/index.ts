export { type Config, configSchema } from './config/config-schema.js';
export { loadConfig, parseConfig } from './config/load-config.js';
export type { BindingMap } from './container/binding-map.js';
export { createContainer, type OmsContainer } from './container/create-container.js';
export type { StockDelivery, StockIntake } from './container/stock-intake.js';
