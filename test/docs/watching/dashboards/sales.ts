/** The dashboard of sales: leads, tasks, deadlines, and messages on their way. */
import { deadlinesTarget, keptDeadlines } from '../objectives.core.ts';
import { installation, quantile, rate, series } from '../promql.core.ts';
import { type Dashboard, window } from './dashboard.core.ts';

export const sales: Dashboard = {
  id: 'sales',
  title: 'Scoville sales',
  says: 'Tasks and their deadlines, tier updates, and the messages that notify people.',
  rows: [
    {
      title: 'Tasks',
      panels: [
        {
          title: 'Deadlines kept',
          says: `The part of contact tasks of the last day that were done in time; the promise is ${deadlinesTarget * 100} %.`,
          ...{ kind: 'value', unit: 'percentunit', bounds: [deadlinesTarget, deadlinesTarget - 0.1] },
          queries: [{ expr: keptDeadlines, legend: 'kept' }],
        },
        {
          title: 'Open tasks',
          says: 'Of every type.',
          ...{ kind: 'value', unit: 'short' },
          queries: [{ expr: installation('tasksOpen'), legend: 'open' }],
        },
        {
          title: 'Overdue tasks',
          says: 'Open, and past their due time.',
          ...{ kind: 'value', unit: 'short', bounds: [1, 20] },
          queries: [{ expr: installation('tasksOverdue'), legend: 'overdue' }],
        },
        {
          title: 'Watching live',
          says: 'Clients of the live stream, over all processes.',
          ...{ kind: 'value', unit: 'short' },
          queries: [{ expr: `sum(${series('liveSubscribers')})`, legend: 'clients' }],
        },
      ],
    },
    {
      title: 'Deadlines',
      panels: [
        {
          title: 'Contact tasks of the last day',
          says: 'By what became of them at their deadline.',
          ...{ kind: 'lines', unit: 'short' },
          queries: [{ expr: `max by (outcome) (${series('deadlinesOfDay')})`, legend: '{{outcome}}' }],
        },
        {
          title: 'Tier updates',
          says: 'Applied to sales a second.',
          ...{ kind: 'lines', unit: 'ops' },
          queries: [{ expr: rate('tierUpdatesApplied', window), legend: 'applied' }],
        },
        {
          title: 'Accepted → sales',
          says: 'From the acceptance of the event to its tier update in PostgreSQL.',
          ...{ kind: 'lines', unit: 's' },
          queries: [0.5, 0.99].map((part) => ({
            expr: quantile(part, 'eventToSales', window),
            legend: `p${part * 100}`,
          })),
        },
      ],
    },
    {
      title: 'Messages',
      panels: [
        {
          title: 'Deliveries',
          says: 'Tries by outcome. Retried ones follow later; failed ones do not.',
          ...{ kind: 'lines', unit: 'ops' },
          queries: [
            {
              expr: `sum by (channel, outcome) (rate(${series('deliveries')}[${window}]))`,
              legend: '{{channel}} {{outcome}}',
            },
          ],
        },
        {
          title: 'Deliveries that wait',
          says: 'For their first or next try.',
          ...{ kind: 'lines', unit: 'short' },
          queries: [{ expr: `max by (channel) (${series('deliveriesWaiting')})`, legend: '{{channel}}' }],
        },
        {
          title: 'Notices',
          says: 'Sent in a message, or dropped for a reason.',
          ...{ kind: 'lines', unit: 'ops' },
          queries: [
            {
              expr: `sum by (kind, outcome) (rate(${series('noticesClosed')}[${window}]))`,
              legend: '{{kind}} {{outcome}}',
            },
          ],
        },
      ],
    },
  ],
};
