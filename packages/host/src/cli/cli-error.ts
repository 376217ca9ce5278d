import { isOmsError } from '@oms/core';
import { CommanderError } from 'commander';

/** One line for stderr, for what ends a command. */
export const errorLine = (error: unknown): string => {
  if (isOmsError(error)) return `oms: ${oneLine(error.message)} (${error.code})`;
  if (error instanceof CommanderError) return `oms: ${misused(error)} (invalid_command)`;
  return `oms: ${oneLine(error instanceof Error ? error.message : String(error))}`;
};

const misused = ({ message }: CommanderError): string =>
  `${oneLine(message.replace(/^error: /, ''))}; oms --help and oms COMMAND --help say what there is`;

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();
