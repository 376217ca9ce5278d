import { allAccepted } from './chaos-server.js';
import { endureFaults } from './endure-faults.js';

// Jobs are caught up with.
endureFaults({
  server: 'SQS',
  setting: 'AWS_ENDPOINT_URL_SQS',
  answers: allAccepted,
  isFelt: true,
});
