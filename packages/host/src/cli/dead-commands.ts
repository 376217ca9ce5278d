import { OmsError } from '@oms/core';
import type { OmsContainer } from '../container/create-container.js';
import { table } from './table.js';

const limit = 100;

/** `oms dead list`: what was given up, by the event consumers and by the job queue. */
export const listDeadText = async (container: OmsContainer, input: { readonly json?: boolean }): Promise<string> => {
  const events = await container.get('events').listDead(limit);
  const jobs = await container.get('jobs').listDead(limit);
  if (input.json === true) return JSON.stringify({ events, jobs });
  if (events.length + jobs.length === 0) return 'no dead letters';
  const rows = [
    ...events.map(({ deadId, type, group, reason }) => [
      'event',
      deadId,
      `${type}${group === undefined ? '' : ` for ${group}`}`,
      reason,
    ]),
    ...jobs.map(({ deadId, body, reason }) => ['job', deadId, body.slice(0, 60), reason]),
  ];
  return table(['KIND', 'ID', 'WHAT', 'REASON'], rows);
};

/** `oms dead redrive` */
export const redriveDeadText = async (
  container: OmsContainer,
  input: { readonly ids: readonly string[]; readonly all?: boolean },
): Promise<string> => {
  if (input.ids.length === 0 && input.all !== true) {
    throw new OmsError('invalid', 'invalid_option', 'Name dead letters by id, or give --all.');
  }
  const events = container.get('events');
  const jobs = container.get('jobs');
  const eventIds = input.all === true ? (await events.listDead(limit)).map(({ deadId }) => deadId) : input.ids;
  const jobIds = input.all === true ? (await jobs.listDead(limit)).map(({ deadId }) => deadId) : input.ids;
  const count = (await events.redrive(eventIds)) + (await jobs.redrive(jobIds));
  return `${count} put back`;
};
