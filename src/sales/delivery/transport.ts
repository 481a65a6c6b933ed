/** What a sender needs of the way by which one kind of delivery goes. */

import { Forbidden } from './guarded-request.ts';
import type { Delivery } from './leases.ts';
import type { Answer } from './retry.core.ts';

export interface Transport {
  /** Tries once, within a bounded time; does not throw. A mail's says which address it went from. */
  send(delivery: Delivery): Promise<Answer & { from?: string }>;
  close(): void;
}

export const taken = (status: number): Answer => ({ errorKind: null, status, error: null, retryAfter: null });

/** No answer came, or nothing was sent. */
export function notSent(error: unknown): Answer {
  const errorKind = error instanceof Forbidden ? 'forbidden' : 'connection';
  return { errorKind, status: null, error: (error as Error).message, retryAfter: null };
}
