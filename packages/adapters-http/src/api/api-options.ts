import type { Oms } from '@oms/core';
import type { Authenticator } from './edge/authenticator.js';
import type { UploadFolder } from './edge/upload-folder.js';

/** A request that was answered, for metrics and logs. */
export interface ServedRequest {
  readonly method: string;
  /** The route's pattern, such as `/orders/{order_id}`; `none` when no route matched. */
  readonly route: string;
  readonly status: number;
  readonly seconds: number;
  readonly requestId: string;
}

export interface ApiOptions {
  readonly oms: Oms;
  /** Who asks, and for which tenants they may; default: anybody, for the tenant that they name. */
  readonly authenticator?: Authenticator;
  /** Where plain paths of files lead; default: nowhere, so that files come in bodies alone. */
  readonly uploads?: UploadFolder;
  /** Longest JSON body in bytes; default 1,048,576. */
  readonly maxBodyBytes?: number;
  /** Longest uploaded file in bytes; default 2,147,483,648. */
  readonly maxUploadBytes?: number;
  /** Between two looks at a bulk order whose progress is followed, in milliseconds; default 500. */
  readonly followEveryMs?: number;
  /** Called after each answer; must return soon. */
  readonly onServed?: (served: ServedRequest) => void;
  /** Called with what no caller is shown: the error behind a 500. */
  readonly onError?: (error: unknown, requestId: string) => void;
}
