import { allAccepted } from './chaos-server.js';
import { endureFaults } from './endure-faults.js';

// Without the files no file is accepted.
endureFaults({
  server: 'S3',
  setting: 'AWS_ENDPOINT_URL_S3',
  answers: { ...allAccepted, upload: [201, 503], submit: [202, 503] },
  isFelt: true,
});
