import type { Contract } from './contract.js';
import { orderEventBusAnswerCases } from './order-event-bus-answer-cases.js';
import { orderEventBusDeadCases } from './order-event-bus-dead-cases.js';
import { orderEventBusDeliveryCases } from './order-event-bus-delivery-cases.js';
import type { OpenedOrderEventBus } from './order-event-bus-opened.js';

/** Every promise of OrderEventBus. */
export const orderEventBusContract: Contract<OpenedOrderEventBus> = {
  port: 'OrderEventBus',
  cases: [...orderEventBusDeliveryCases, ...orderEventBusAnswerCases, ...orderEventBusDeadCases],
};
