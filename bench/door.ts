/** What both doors of the bench and their load share. */

export const benchWriteKey = `c${'b'.repeat(24)}`;

/** The stream of the bare route. */
export const bareKey = 'bare';

/** Processor time this process has used, µs. */
export function cpuOf(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

/** A load in a closed loop: each connection sends its next request when the last was answered. */
export interface Load {
  url: string;
  /** 1 for single events, more for batches of that many. */
  eventsPerRequest: number;
  connections: number;
  seconds: number;
}

export interface LoadResult {
  requests: number;
  seconds: number;
  failed: number;
  /** Mean size of the JSON of an event. */
  bytesPerEvent: number;
}
