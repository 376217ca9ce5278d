import { allAccepted } from './chaos-server.js';
import { endureFaults } from './endure-faults.js';

// Without the inventory no single order is accepted.
endureFaults({
  server: 'the inventory',
  setting: 'OMS_INVENTORY_URL',
  answers: { ...allAccepted, order: [201, 503] },
  isFelt: true,
});
