export { type ConnectedKafka, connectKafka, type KafkaLine, type KafkaSettings } from './connect-kafka.js';
export { KafkaOrderEventBus, type KafkaOrderEventBusOptions } from './kafka-order-event-bus.js';
export { KafkaRestockFeed, type KafkaRestockFeedOptions } from './kafka-restock-feed.js';
export { openSocket } from './open-socket.js';
export { type SendingProducer, SharedProducer } from './shared-producer.js';
export { ensureTopics, missingTopics, type TopicSettings } from './topics.js';
