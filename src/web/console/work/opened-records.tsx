/** What a lead or another record became: the records that were opened from it, each a link with its stage. */
import { Divider, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { RecordView } from '../../../contract/api/api.ts';
import { listOf } from '../api.ts';
import { amountInWords } from '../parts/format.ts';
import { Dotted, Foreign } from '../parts/others.tsx';

/** The lists in which a record is named by what it came from, in the order in which a sale goes through them. */
const later = {
  lead: ['/opportunities', '/deals', '/orders', '/jobs'],
  opportunity: ['/deals', '/orders', '/jobs'],
  deal: ['/orders', '/jobs'],
  order: ['/jobs'],
} as const;
export type Origin = keyof typeof later;

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
    <nav aria-label="What it became" data-testid="opened-records">
      <Divider label="What it became" labelPosition="left" mb="xs" />
      {data.map(({ list, record }) => (
        <div key={record.id}>
          <Link to={`${list}/${record.id}` as string} className="address" data-testid="opened-record">
            <Foreign text={record.name ?? record.id} />
          </Link>
          <Text span size="sm" className="quiet">
            {' '}
            <Dotted
              texts={[
                record.kind,
                record.stage,
                record.amount === null ? null : amountInWords(record.amount, record.currency),
              ]}
            />
          </Text>
        </div>
      ))}
    </nav>
  );
}

/** The records of a list that were opened from one, the latest first. */
async function openedFrom(list: string, of: Origin, id: string) {
  const { items } = await listOf<RecordView>(list, { [of]: id, voided: 'false', limit: shownMax });
  return items.map((record) => ({ list, record }));
}

/** Where the opportunity of a lead is shown; null where it has none. */
export async function opportunityOf(lead: string): Promise<string | null> {
  const [latest] = await openedFrom('/opportunities', 'lead', lead);
  return latest === undefined ? null : `/opportunities/${latest.record.id}`;
}
