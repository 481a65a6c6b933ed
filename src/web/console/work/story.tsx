/** Why somebody is hot, and what happened since: the reasons that sum to the score, the log and the timeline. */

import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { LeadView } from '../../../contract/api/api.ts';
import { api } from '../api.ts';
import { dateInWords } from '../parts/format.ts';
import { Dotted, Foreign } from '../parts/others.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { happenings } from './happened.ts';

export function Reasons({ reasons, score, tierName }: Pick<LeadView, 'reasons' | 'score' | 'tierName'>) {
  return (
    <div data-testid="lead-reasons">
      {reasons.map((reason) => (
        <div className="reason" key={`${reason.rule} ${reason.event}`} data-testid="reason-row">
          <Text span fw={700} ta="right" className="number" c={reason.value < 0 ? 'dimmed' : 'chili'}>
            {reason.value > 0 ? `+${reason.value}` : reason.value}
          </Text>
          <div>
            <Text>
              <Foreign text={reason.label} />
            </Text>
            <Text size="sm" className="quiet">
              {dateInWords(reason.at)} · <Foreign text={reason.reason} />
            </Text>
          </div>
        </div>
      ))}
      <div className="reason" style={{ borderBottom: 0 }}>
        <Text span fw={700} ta="right" className="number">
          {score}
        </Text>
        <Text fw={650}>
          <Dotted texts={['points', tierName]} />
        </Text>
      </div>
    </div>
  );
}

/** `record` is the lead or task, `about` whose activities these are. */
export function Story({ record, about }: { record: string; about: { record?: string; person?: string } }) {
  const { data, error } = useQuery({
    queryKey: ['work', 'story', record],
    queryFn: async () => {
      const [changes, activities] = await Promise.all([api.timeline(record), api.activities(about)]);
      return happenings(changes.items, activities.items);
    },
  });
  return (
    <>
      <Refusal error={error} />
      <ol className="story" data-testid="story">
        {data?.map(({ id, at, who, what, details }) => (
          <li key={id}>
            <Text>
              <b>
                <Foreign text={who} />
              </b>{' '}
              <Foreign text={what} />
            </Text>
            {details && (
              <Text className="said" dir="auto">
                {details}
              </Text>
            )}
            <Text size="sm" className="quiet">
              {dateInWords(at)}
            </Text>
          </li>
        ))}
      </ol>
    </>
  );
}
