/** Every limit of the product, with its unit last in its name. Reaching one is answered, never silent. */
import { attachmentsLimits } from './limits/attachments.ts';
import { bulkLimits } from './limits/bulk.ts';
import { consoleLimits } from './limits/console.ts';
import { eventsLimits } from './limits/events.ts';
import { historyLimits } from './limits/history.ts';
import { importsLimits } from './limits/imports.ts';
import { messagesLimits } from './limits/messages.ts';
import { processesLimits } from './limits/processes.ts';
import { salesLimits } from './limits/sales.ts';
import { scoringLimits } from './limits/scoring.ts';
import { dayMs, hourMs, minuteMs, secondMs } from './limits/units.ts';

/** The limits by topic: the file of each in `limits/`, its title in docs/limits.md, and its table. */
export const limitTopics = [
  { file: 'events.ts', title: 'Events', table: eventsLimits },
  { file: 'scoring.ts', title: 'Scoring', table: scoringLimits },
  { file: 'processes.ts', title: 'Processes and stores', table: processesLimits },
  { file: 'history.ts', title: 'History', table: historyLimits },
  { file: 'sales.ts', title: 'Leads, tasks and records', table: salesLimits },
  { file: 'bulk.ts', title: 'Acts on many records', table: bulkLimits },
  { file: 'imports.ts', title: 'CSV in and out', table: importsLimits },
  { file: 'attachments.ts', title: 'Attachments', table: attachmentsLimits },
  { file: 'messages.ts', title: 'Messages', table: messagesLimits },
  { file: 'console.ts', title: 'People and API', table: consoleLimits },
] as const;

export const limits = {
  ...eventsLimits,
  ...scoringLimits,
  ...processesLimits,
  ...historyLimits,
  ...salesLimits,
  ...bulkLimits,
  ...importsLimits,
  ...attachmentsLimits,
  ...messagesLimits,
  ...consoleLimits,
  dayMs,
  hourMs,
  minuteMs,
  secondMs,
} as const;
