import { orderEventBusContract } from '@oms/core/contract';
import { onServer } from '../../../services/testing/on-server.js';
import { kafkaOrderEventBus } from './kafka-harness.js';

onServer('kafka', ({ contract, address }) => {
  contract('KafkaOrderEventBus', orderEventBusContract, kafkaOrderEventBus(address));
});
