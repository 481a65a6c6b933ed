/** The dashboard for everybody: are the objectives kept, what flows, what is wrong. */
import {
  budgetLeft,
  deadlinesTarget,
  keptDeadlines,
  type LatencyObjective,
  latencyObjectives,
  lateOf,
  lostRecords,
} from '../objectives.core.ts';
import { installation, overPartitions, quantile, rate, series } from '../promql.core.ts';
import { type Dashboard, type Panel, window } from './dashboard.core.ts';

const inTime = (objective: LatencyObjective): Panel => ({
  title: objective.title,
  says: `The part within ${objective.seconds} s over three days. The promise: ${objective.promise}.`,
  ...{ kind: 'value', unit: 'percentunit', bounds: [objective.target, objective.target - 0.001] },
  queries: [{ expr: `1 - ${lateOf(objective.id, '3d')}`, legend: 'in time' }],
});

export const overview: Dashboard = {
  id: 'overview',
  title: 'Scoville overview',
  says: 'Whether the objectives are kept, what flows, and what is wrong.',
  rows: [
    {
      title: 'Objectives',
      panels: [
        ...latencyObjectives.map(inTime),
        {
          title: 'Deadlines kept',
          says: `The part of contact tasks of the last day that were done in time. The promise: ${deadlinesTarget * 100} %. Empty while none was due.`,
          ...{ kind: 'value', unit: 'percentunit', bounds: [deadlinesTarget, deadlinesTarget - 0.1] },
          queries: [{ expr: keptDeadlines, legend: 'kept' }],
        },
        {
          title: 'Lost',
          says: 'Dead letters dropped, records that the history skipped, and scores that differ from their history, in an hour. The promise: none.',
          ...{ kind: 'value', unit: 'short', bounds: [1, 1] },
          queries: [{ expr: lostRecords, legend: 'lost' }],
        },
      ],
    },
    {
      title: 'Budgets',
      panels: [
        {
          title: 'Budget left',
          says: 'What is left of what may be late, over three days. Below 0 it is overspent.',
          ...{ kind: 'lines', unit: 'percentunit', bounds: [0.25, 0] },
          queries: latencyObjectives.map((objective) => ({
            expr: budgetLeft(objective),
            legend: objective.title,
          })),
        },
        {
          title: 'Late within an hour',
          says: 'The part of events and alerts that took longer than a second.',
          ...{ kind: 'lines', unit: 'percentunit' },
          queries: latencyObjectives.map(({ id, title }) => ({ expr: lateOf(id, '1h'), legend: title })),
        },
      ],
    },
    {
      title: 'Flow',
      panels: [
        {
          title: 'Events',
          says: 'Accepted, scored and refused by the rules, over all processes.',
          ...{ kind: 'lines', unit: 'eps' },
          queries: [
            { expr: rate('eventsAccepted', window), legend: 'accepted' },
            { expr: rate('eventsScored', window), legend: 'scored' },
            { expr: rate('eventsRefused', window), legend: 'not scored' },
          ],
        },
        {
          title: 'Rejected',
          says: 'What the doors rejected, by the code of the answer.',
          ...{ kind: 'lines', unit: 'eps' },
          queries: [
            { expr: `sum by (reason) (rate(${series('eventsRejected')}[${window}]))`, legend: '{{reason}}' },
          ],
        },
        {
          title: 'Tiers',
          says: 'Changes of tiers, up and down.',
          ...{ kind: 'lines', unit: 'ops' },
          queries: [
            { expr: `sum by (direction) (rate(${series('crossings')}[${window}]))`, legend: '{{direction}}' },
          ],
        },
      ],
    },
    {
      title: 'Speed',
      panels: (['ingestToScore', 'eventToAlert'] as const).map((name, index) => ({
        title: latencyObjectives[index]?.title ?? '',
        says: 'From the acceptance of the event, over all processes.',
        ...({ kind: 'lines', unit: 's' } as const),
        queries: [0.5, 0.95, 0.99].map((part) => ({
          expr: quantile(part, name, window),
          legend: `p${part * 100}`,
        })),
      })),
    },
    {
      title: 'Waits for somebody',
      panels: [
        waits(
          'Dead letters',
          overPartitions('deadLettersWaiting'),
          'Records that cannot be scored or stored.',
        ),
        waits('Failing profiles', overPartitions('failingProfiles'), 'Profiles that cannot be evaluated.'),
        waits('Unread updates', installation('unreadTierUpdates'), 'Tier updates that sales could not read.'),
        waits('Held leads', installation('heldLeads'), 'Leads of public keys in the quarantine.'),
      ],
    },
  ],
};

function waits(title: string, expr: string, says: string): Panel {
  return { title, says, kind: 'value', unit: 'short', bounds: [1, 100], queries: [{ expr, legend: title }] };
}
