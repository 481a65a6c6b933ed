/** All alert rules, by the group of their file. */
import type { AlertRule } from './alert.ts';
import { engineAlerts } from './alerts-engine.ts';
import { processAlerts } from './alerts-process.ts';
import { salesAlerts } from './alerts-sales.ts';

export const alertGroups: readonly { group: string; title: string; rules: readonly AlertRule[] }[] = [
  { group: 'scoville-processes', title: 'Processes and stores', rules: processAlerts },
  { group: 'scoville-engine', title: 'Events and scores', rules: engineAlerts },
  { group: 'scoville-sales', title: 'Leads and messages', rules: salesAlerts },
];

export const alerts: readonly AlertRule[] = alertGroups.flatMap(({ rules }) => rules);
