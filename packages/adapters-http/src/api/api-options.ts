import type { Oms } from '@oms/core';
import type { ServerOptions } from '../edge/server-options.js';
import type { UploadFolder } from '../edge/upload-folder.js';

export interface ApiOptions extends ServerOptions {
  readonly oms: Oms;
  /** Where plain paths of files lead; default: nowhere, so that files come in bodies alone. */
  readonly uploads?: UploadFolder;
  /** Longest uploaded file in bytes; default 2,147,483,648. */
  readonly maxUploadBytes?: number;
  /** Longest wait for the next piece of an uploaded file, in milliseconds; default 30,000. */
  readonly uploadIdleMs?: number;
  /** Between two looks at a bulk order whose progress is followed, in milliseconds; default 500. */
  readonly followEveryMs?: number;
}
