import { allAccepted } from './chaos-server.js';
import { endureFaults } from './endure-faults.js';

// Without the store nothing is accepted, and a repeated request may find that it was after all.
endureFaults({
  server: 'MongoDB',
  setting: 'OMS_MONGO_URL',
  answers: { ...allAccepted, order: [200, 201, 503], submit: [202, 503] },
  isFelt: true,
});
