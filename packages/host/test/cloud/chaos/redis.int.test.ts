import { allAccepted } from './chaos-server.js';
import { endureFaults } from './endure-faults.js';

// Without the cache the inventory is asked.
endureFaults({
  server: 'Redis',
  setting: 'OMS_REDIS_URL',
  answers: allAccepted,
  isFelt: false,
});
