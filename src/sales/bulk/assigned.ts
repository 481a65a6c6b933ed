/** The one alert of an act that gave many records to somebody. Pure. */
import { isolated } from '../../base/text/text.ts';
import type { ChangedList } from '../../contract/api/api.ts';
import type { AlertToWrite } from '../outbox/outbox.ts';
import type { BulkRow } from './act-rows.ts';

/** What one record of a list is called. */
const oneOf: Readonly<Record<ChangedList, string>> = {
  ...{ leads: 'lead', tasks: 'task', people: 'person', companies: 'company' },
  ...{ opportunities: 'opportunity', deals: 'deal', orders: 'order', jobs: 'job', campaigns: 'campaign' },
  quotations: 'quotation',
};

/** Returns the alert for the new owner; none where the act gave nothing to anybody else. */
export function assignedAlerts(
  { id, list, change, actor }: Pick<BulkRow, 'id' | 'list' | 'change' | 'actor'>,
  count: number,
  nowMs: number,
): AlertToWrite[] {
  const owner = change?.['owner'];
  if (typeof owner !== 'string' || owner === actor.name || count === 0) return [];
  const name = `${count.toLocaleString('en-GB')} ${count === 1 ? oneOf[list] : list}`;
  const text = `${name} ${count === 1 ? 'was' : 'were'} assigned to you by ${isolated(actor.name)}`;
  return [
    {
      ...{ type: 'work.assigned', atMs: nowMs, acceptedAtMs: null, lead: null, task: null },
      record: { kind: list, id, name, stage: '', for: 'owner', text, person: null, owner },
    },
  ];
}
