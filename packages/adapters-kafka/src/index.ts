export { KafkaOrderEventBus, type KafkaOrderEventBusOptions } from './kafka-order-event-bus.js';
export { ensureTopics, type TopicSettings } from './topics.js';
