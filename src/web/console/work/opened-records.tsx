/** What a lead or another record became, and what a person or a company has: the records, each a link with its stage. */
import { Divider, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { RecordView } from '../../../contract/api/api.ts';
import { listOf } from '../api/api.ts';
import { kindAt, nameOfRow } from '../kinds/record-kinds.ts';
import { amountInWords } from '../parts/format.ts';
import { Dotted, Foreign } from '../parts/others.tsx';

/** The lists in which a record is named by what it came from or by whose it is. A sale goes through them in this order. */
const later = {
  company: ['/people', '/leads', '/opportunities', '/deals', '/orders', '/jobs'],
  person: ['/leads', '/opportunities', '/deals', '/orders', '/jobs'],
  lead: ['/opportunities', '/deals', '/orders', '/jobs'],
  opportunity: ['/deals', '/orders', '/jobs'],
  deal: ['/orders', '/jobs'],
  order: ['/jobs'],
} as const;
export type Origin = keyof typeof later;

/** A person among them has no stage and no amount, a lead has no amount. */
type OpenedRecord = Pick<RecordView, 'id' | 'kind'> &
  Partial<Pick<RecordView, 'stage' | 'amount' | 'currency'>>;

/** More are in the list. */
const shownMax = 20;

/** Loads by itself; shows nothing where nothing was opened from it. What was taken back is left out. */
export function OpenedRecords({ of, id }: { of: Origin; id: string }) {
  const { data = [] } = useQuery({
    queryKey: ['work', 'opened-from', of, id],
    queryFn: async () => {
      const pages = await Promise.all(later[of].map((list) => openedFrom(list, of, id)));
      return pages.flat();
    },
  });
  if (data.length === 0) return null;
  return (
    <nav aria-label={titles[of]} data-testid="opened-records">
      <Divider label={titles[of]} labelPosition="left" mb="xs" />
      {data.map(({ list, record }) => (
        <div key={record.id}>
          <Link to={`${list}/${record.id}` as string} className="address" data-testid="opened-record">
            <Foreign text={nameOfRow(kindAt(list), { ...record })} />
          </Link>
          <Text span size="sm" className="quiet">
            {' '}
            <Dotted
              texts={[
                record.kind,
                record.stage,
                record.amount == null ? null : amountInWords(record.amount, record.currency ?? null),
              ]}
            />
          </Text>
        </div>
      ))}
    </nav>
  );
}

/** What each says above its records. */
const titles: Readonly<Record<Origin, string>> = {
  ...{ company: 'Its people and sales', person: 'Leads and sales' },
  ...{
    lead: 'What it became',
    opportunity: 'What it became',
    deal: 'What it became',
    order: 'What it became',
  },
};

/** The records of a list that were opened from one, or are of it, the latest first. */
async function openedFrom(list: string, of: Origin, id: string) {
  const voided = list === '/people' ? {} : { voided: 'false' };
  const { items } = await listOf<OpenedRecord>(list, { [of]: id, ...voided, limit: shownMax });
  return items.map((record) => ({ list, record }));
}

/** Where the opportunity of a lead is shown; null where it has none. */
export async function opportunityOf(lead: string): Promise<string | null> {
  const [latest] = await openedFrom('/opportunities', 'lead', lead);
  return latest === undefined ? null : `/opportunities/${latest.record.id}`;
}
