import { isOmsError } from '@oms/core';

/** One line for stderr, for what ends a command. */
export const errorLine = (error: unknown): string => {
  if (isOmsError(error)) return `oms: ${oneLine(error.message)} (${error.code})`;
  return `oms: ${oneLine(error instanceof Error ? error.message : String(error))}`;
};

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();
