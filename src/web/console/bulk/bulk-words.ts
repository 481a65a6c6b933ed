/** Acts on many records in words: what was asked, and how far it is. Pure. */
import type { BulkActView } from '../../../contract/api/api.ts';

const oneOf: Readonly<Record<BulkActView['list'], string>> = {
  ...{ leads: 'lead', tasks: 'task', people: 'person', companies: 'company' },
  ...{ opportunities: 'opportunity', deals: 'deal', orders: 'order', jobs: 'job', campaigns: 'campaign' },
  quotations: 'quotation',
};

/** `1 lead`, `1,234 leads`. */
export function countedRecords(list: BulkActView['list'], count: number): string {
  return `${count.toLocaleString()} ${count === 1 ? oneOf[list] : list}`;
}

/** Names of changes, as people call them. */
const labels: Readonly<Record<string, string>> = {
  ...{ owner: 'owner', stage: 'stage', status: 'status', country: 'country', language: 'language' },
  ...{ expectedClose: 'expected close', dueOn: 'due', doNotContact: 'do not contact', kind: 'kind' },
};

/** The change of every record: `owner: mia@example.com`. The page isolates it as a whole. */
export function askedInWords({ change, campaign }: Pick<BulkActView, 'change' | 'campaign'>): string {
  if (campaign !== null) return `added to ${campaign}`;
  const { fields, ...plain } = change ?? {};
  const all = Object.entries({ ...plain, ...(fields as Record<string, unknown> | undefined) });
  return all.map(([name, value]) => `${labels[name] ?? name}: ${valueInWords(value)}`).join(', ');
}

function valueInWords(value: unknown): string {
  if (value === null) return 'none';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'object') return Object.values(value).map(String).join(', ');
  return String(value);
}

/** `11 of 12 leads changed, 1 refused`. */
export function farInWords({
  list,
  status,
  counts,
}: Pick<BulkActView, 'list' | 'status' | 'counts'>): string {
  const { records, done, unchanged, refused, undone, kept, waiting } = counts;
  const isUndo = status === 'undoing' || status === 'undone';
  const more = (count: number, words: string) => (count === 0 ? '' : `, ${count.toLocaleString()} ${words}`);
  if (isUndo)
    return `${undone.toLocaleString()} of ${countedRecords(list, undone + kept + done)} put back${more(kept, 'left as they are')}`;
  const stopped = status === 'cancelled' ? more(waiting, 'not come to') : '';
  return `${done.toLocaleString()} of ${countedRecords(list, records)} changed${more(unchanged, 'were so already')}${more(refused, 'refused')}${more(undone, 'put back')}${more(kept, 'left as they are')}${stopped}`;
}

export const isUnderWay = ({ status }: Pick<BulkActView, 'status'>): boolean =>
  status === 'running' || status === 'undoing';

/** How far an act under way is, per cent. */
export function percentDone({ status, counts }: Pick<BulkActView, 'status' | 'counts'>): number {
  const { records, waiting, done, undone, kept } = counts;
  const [far, all] =
    status === 'undoing' ? [undone + kept, undone + kept + done] : [records - waiting, records];
  return all === 0 ? 100 : Math.floor((far / all) * 100);
}
