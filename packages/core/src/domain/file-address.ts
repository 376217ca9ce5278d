import { OmsError } from '../errors.js';

/** Where a file is, in every store alike. */
export interface FileAddress {
  readonly bucket: string;
  readonly key: string;
}

export const fileAddress = ({ bucket, key }: FileAddress): string => `s3://${bucket}/${key}`;

/** Throws `invalid` / `invalid_address` for what is no `s3://{bucket}/{key}`. */
export const parseFileAddress = (address: string): FileAddress => {
  const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+)$/s.exec(address) ?? [];
  if (bucket !== undefined && key !== undefined) return { bucket, key };
  throw new OmsError('invalid', 'invalid_address', `${address} is not s3://bucket/key.`);
};

/** The errors that every store gives in the same words. */
export const fileErrors = {
  foreign: (address: string): OmsError =>
    new OmsError('forbidden', 'foreign_file', `${address} is not a file of this tenant.`),
  notFound: (address: string, cause?: unknown): OmsError =>
    new OmsError('not_found', 'file_not_found', `There is no file ${address}.`, { cause }),
  empty: (): OmsError =>
    new OmsError('invalid', 'empty_file', 'The file is empty; it needs a header and at least one row.'),
  changed: (address: string): OmsError =>
    new OmsError('conflict', 'source_changed', `${address} was changed since it was submitted; submit it again.`),
} as const;
