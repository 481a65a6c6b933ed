/** The one catalogue of metrics: `docs/metrics.md`, the rules of Prometheus and the dashboards are made from it. */
import { doorMetrics } from './door.ts';
import { historyMetrics } from './history.ts';
import type { Metric } from './metric.ts';
import { nodeMetrics } from './node.ts';
import { notificationsMetrics } from './notifications.ts';
import { processMetrics } from './process.ts';
import { salesMetrics } from './sales.ts';
import { scoringMetrics } from './scoring.ts';

/** Every metric that our code counts, by the name the code uses. Labels take values from closed lists. */
export const metricTable = {
  ...doorMetrics,
  ...scoringMetrics,
  ...historyMetrics,
  ...salesMetrics,
  ...notificationsMetrics,
  ...processMetrics,
} as const satisfies Record<string, Metric>;

/** The same, with what is counted of the process and of Node. */
export const scrapedTable = { ...metricTable, ...nodeMetrics } as const satisfies Record<string, Metric>;
export type ScrapedMetric = keyof typeof scrapedTable;

/** All that a scrape may show, by topic: the title of each in docs/metrics.md, and its rows. */
export const metricTopics: readonly { title: string; table: Readonly<Record<string, Metric>> }[] = [
  { title: 'Doors for events', table: doorMetrics },
  { title: 'Scoring', table: scoringMetrics },
  { title: 'History and restores', table: historyMetrics },
  { title: 'Sales', table: salesMetrics },
  { title: 'Notifications', table: notificationsMetrics },
  { title: 'Process and stores', table: processMetrics },
  { title: 'Node', table: nodeMetrics },
];
