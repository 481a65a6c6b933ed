/** The dashboard of the way of an event: each step with its time, its rate and since when the oldest waits. */
import { installation, observed, overPartitions, quantile, rate, series } from '../promql.core.ts';
import { type Dashboard, type Panel, window } from './dashboard.core.ts';

const steps = [
  { title: 'Accepted → scored', histogram: 'ingestToScore' },
  { title: 'Accepted → sales', histogram: 'eventToSales' },
  { title: 'Accepted → alert', histogram: 'eventToAlert' },
] as const;

const times: readonly Panel[] = steps.map(({ title, histogram }) => ({
  ...{ title, says: 'Quantiles over all processes.', kind: 'lines', unit: 's' },
  queries: [0.5, 0.95, 0.99].map((part) => ({
    expr: quantile(part, histogram, window),
    legend: `p${part * 100}`,
  })),
}));

export const hops: Dashboard = {
  id: 'hops',
  title: 'Scoville hops',
  says: 'Each step of an event from the door to a receiver: how long it takes, how much it does, since when the oldest waits.',
  rows: [
    {
      title: 'Oldest that waits',
      panels: [
        {
          title: 'Oldest by step',
          says: 'Age of the oldest that waits for each step. In a sound installation none is above some seconds, but for deliveries that are tried again.',
          ...{ kind: 'lines', unit: 's' },
          queries: [{ expr: `max by (hop) (${series('oldestWaiting')})`, legend: '{{hop}}' }],
        },
        {
          title: 'Waiting',
          says: 'Entries that are not scored, and those that the history lacks.',
          ...{ kind: 'lines', unit: 'short' },
          queries: [
            { expr: overPartitions('streamLag'), legend: 'for scoring' },
            { expr: overPartitions('historyLag'), legend: 'for the history' },
          ],
        },
      ],
    },
    {
      title: 'At the door',
      panels: [
        {
          title: 'Signs of overload',
          says: 'How long the oldest waits at the door, and how late its event loop is: by these a door sheds.',
          ...{ kind: 'lines', unit: 's' },
          queries: [{ expr: `max by (for) (${series('doorWait')})`, legend: '{{for}}' }],
        },
        {
          title: 'Shed',
          says: 'Requests that were answered 429, by reason. Clients send them again.',
          ...{ kind: 'lines', unit: 'ops' },
          queries: [
            { expr: `sum by (reason) (rate(${series('requestsShed')}[${window}]))`, legend: '{{reason}}' },
          ],
        },
        {
          title: 'Under way',
          says: 'Requests for events that were taken and are not answered yet.',
          ...{ kind: 'lines', unit: 'short' },
          queries: [{ expr: `sum(${series('doorRequests')})`, legend: 'requests' }],
        },
      ],
    },
    { title: 'Times', panels: times },
    {
      title: 'Rates',
      panels: [
        {
          title: 'Done by step',
          says: 'What each step has done a second.',
          ...{ kind: 'lines', unit: 'ops' },
          queries: [
            { expr: rate('eventsAccepted', window), legend: 'accepted' },
            { expr: rate('eventsScored', window), legend: 'scored' },
            { expr: rate('historyEvents', window), legend: 'copied to the history' },
            { expr: rate('tierUpdatesApplied', window), legend: 'applied to sales' },
            { expr: observed('eventToAlert', window), legend: 'alerts on live streams' },
          ],
        },
        {
          title: 'Not scored',
          says: 'Events that the rules of scoring refused, by reason.',
          ...{ kind: 'lines', unit: 'eps' },
          queries: [
            { expr: `sum by (reason) (rate(${series('eventsRefused')}[${window}]))`, legend: '{{reason}}' },
          ],
        },
      ],
    },
    {
      title: 'Partitions and programmes',
      panels: [
        {
          title: 'Lag by partition',
          says: 'One partition far above the others is stuck, or has one very busy profile.',
          ...{ kind: 'lines', unit: 'short' },
          queries: [{ expr: `max by (partition) (${series('streamLag')})`, legend: '{{partition}}' }],
        },
        {
          title: 'Generation of programmes',
          says: 'The active one, and those that processes go by.',
          ...{ kind: 'lines', unit: 'none' },
          queries: [
            {
              expr: `max by (source, instance) (${series('programmeGeneration')})`,
              legend: '{{source}} {{instance}}',
            },
          ],
        },
        {
          title: 'To be evaluated again',
          says: 'Profiles that wait after a change of programmes, and in a restore.',
          ...{ kind: 'lines', unit: 'short' },
          queries: [
            { expr: installation('reevaluationWaiting'), legend: 're-evaluation' },
            { expr: installation('restoreWaiting'), legend: 'restore' },
          ],
        },
      ],
    },
  ],
};
