/** The transport of one kind of delivery. */

import { Forbidden } from '../../base/network/network.ts';
import type { Delivery } from './leases.ts';
import type { Answer } from './retry.core.ts';

export interface Transport {
  /** Sends once within a bounded time; does not throw. The answer of a mail holds its sender address. */
  send(delivery: Delivery): Promise<Answer & { from?: string }>;
  close(): void;
}

export const taken = (status: number): Answer => ({ errorKind: null, status, error: null, retryAfter: null });

/** No answer came, or nothing was sent. */
export function notSent(error: unknown): Answer {
  const errorKind = error instanceof Forbidden ? 'forbidden' : 'connection';
  return { errorKind, status: null, error: (error as Error).message, retryAfter: null };
}
