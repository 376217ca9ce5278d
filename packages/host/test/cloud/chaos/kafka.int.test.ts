import { allAccepted } from './chaos-server.js';
import { endureFaults } from './endure-faults.js';

// Events are caught up with.
endureFaults({
  server: 'Kafka',
  setting: 'OMS_KAFKA_BROKERS',
  answers: allAccepted,
  isFelt: true,
});
