import type { CommandStartedEvent, Document, MongoClient } from 'mongodb';

/** What a command looks for, and in which order it wants it. */
export interface AskedQuery {
  readonly collection: string;
  readonly filter: Document;
  readonly sort: Document;
}

/** The driver has an order as a map. */
const sortOf = ({ sort = {} }: Document): Document => (sort instanceof Map ? Object.fromEntries(sort) : sort);

const queriesIn = (command: Document, name: string): readonly Omit<AskedQuery, 'collection'>[] => {
  const sort = sortOf(command);
  if (name === 'find') return [{ filter: command.filter, sort }];
  if (name === 'findAndModify') return [{ filter: command.query, sort }];
  if (name === 'aggregate') return [{ filter: command.pipeline[0]?.$match ?? {}, sort: {} }];
  if (name === 'update') return command.updates.map(({ q }: Document) => ({ filter: q, sort: {} }));
  return name === 'delete' ? command.deletes.map(({ q }: Document) => ({ filter: q, sort: {} })) : [];
};

/** Everything that this client asks from now on. */
export const askedQueries = (client: MongoClient): readonly AskedQuery[] => {
  const asked: AskedQuery[] = [];
  client.on('commandStarted', ({ command, commandName }: CommandStartedEvent) => {
    const collection = String(command[commandName]);
    for (const query of queriesIn(command, commandName)) asked.push({ collection, ...query });
  });
  return asked;
};

const namesIn = (document: Document): string => Object.keys(document).join(', ');

/** The question without its values: the collection, the fields of the filter, and of the order. */
export const shapeOf = ({ collection, filter, sort }: AskedQuery): string =>
  `${collection}: ${namesIn(filter)}${namesIn(sort) === '' ? '' : `; ${namesIn(sort)}`}`;
