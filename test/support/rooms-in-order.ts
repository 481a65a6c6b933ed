/** The plan of the house: every room of `src/`, in the order in which they may import. */

/**
 * The rooms in the order in which they may import: each only those before it. Two wings stand on one ground floor: the engine
 * turns events into tiers, sales turns a tier change into work. The pages run in a browser and know the contract alone.
 */
export const rooms = [
  'base/text',
  'base/network',
  'base/kernel',
  'base/time',
  'base/telemetry',
  'base/background',
  'base/database',
  'contract/language',
  'contract/api',
  'engine/stream',
  'engine/keys',
  'engine/ingest',
  'engine/scoring',
  'engine/history',
  'engine/programmes',
  'engine/processing',
  'engine/restore',
  'engine/analysis',
  'engine',
  'sales/store',
  'sales/outbox',
  'sales/workflow',
  'sales/routing',
  'sales/leads',
  'sales/records',
  'sales/quotes',
  'sales/deadlines',
  'sales/delivery',
  'sales/notifications',
  'sales/team',
  'sales/reports',
  'sales',
  'console',
  'web',
  'setup',
  'roles',
];
