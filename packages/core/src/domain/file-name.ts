import { OmsError } from '../errors.js';

/** The last path segment of what a caller called a file; throws `invalid` / `invalid_name`. */
export const fileName = (name: string): string => {
  const last = name.split(/[/\\]/).at(-1) ?? '';
  const isControl = [...last].some((character) => character < ' ' || character === '\u007f');
  if (last.length >= 1 && last.length <= 255 && !isControl) return last;
  throw new OmsError('invalid', 'invalid_name', 'A file name has 1 to 255 characters and no control characters.');
};
