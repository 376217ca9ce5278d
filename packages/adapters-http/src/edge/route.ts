import type { Context } from '@oms/core';
import type { Request, Response } from 'express';

/** One request for a tenant, whose sender may act for it. */
export interface TenantCall {
  readonly context: Context;
  readonly request: Request;
  readonly response: Response;
  readonly query: URLSearchParams;
}

export interface Route {
  readonly method: 'get' | 'post' | 'delete';
  /** As Express has it: `/orders/:order_id`. */
  readonly path: string;
  readonly answer: (call: TenantCall) => Promise<void>;
}

/** A parameter of the path. */
export const param = ({ request }: TenantCall, name: string): string => String(request.params[name] ?? '');
