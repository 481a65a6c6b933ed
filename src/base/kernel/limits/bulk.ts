/** Limits of acts on many records. */
import { dayMs, secondMs } from './units.ts';

export const bulkLimits = {
  /** Records of one act; a filter that more fit is refused before anything is changed. */
  bulkRecordsMax: 10_000,
  /** Acts that wait or run; further ones are answered 429. */
  bulkActsOpenMax: 20,
  /** Records whose ids are read at once while an act runs. Each is changed in a transaction of its own. */
  bulkBatchRecords: 100,
  /** How often a record is tried that fails without a lasting reason, such as a lock held too long; then it is refused. */
  bulkTriesMax: 5,
  /** How long such a record waits for its next try, while other records and acts go on. */
  bulkRetryMs: 5 * secondMs,
  /** Refused records that an act shows by itself; its file of refused records has all. */
  bulkRefusedShownMax: 20,
  /** How long a process may leave an act alone before another one goes on with it. */
  bulkLeaseMs: 10 * secondMs,
  /** How soon an idle worker looks for acts. */
  bulkIdleMs: secondMs / 2,
  /** How long an act is listed, with what was refused. */
  bulkKeptMs: 30 * dayMs,
} as const;
