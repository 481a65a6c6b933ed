/** Dead letters: records that cannot be scored or stored, read with their reasons, replayed after a repair, or dropped. */
import { Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { DeadLetterView } from '../../../contract/api/api.ts';
import { counted } from '../parts/counted.ts';
import { dateInWords } from '../parts/format.ts';
import { Foreign } from '../parts/others.tsx';
import { ProfileLink } from '../parts/profile-link.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { useMayChange } from '../session/session.tsx';
import { ChoiceList, type Column, type ListAct } from './choice-list.tsx';
import { FailingProfiles } from './failing-profiles.tsx';
import { Filters, type ListFilter, useListSearch } from './filters.tsx';
import { Opened } from './opened.tsx';
import { readableJson } from './readable-json.ts';
import { runApi } from './run-api.ts';

const reasons: Readonly<Record<DeadLetterView['reason'], string>> = {
  unreadable: 'unreadable',
  failed: 'scoring fails',
  unstorable: 'cannot be stored',
};

/** What to do about each: docs/operate.md has more. */
const remedies: Readonly<Record<DeadLetterView['reason'], string>> = {
  unreadable: 'Another program wrote it, or its values are out of range. Find the writer, then drop it.',
  failed: 'Report it, and replay it after the upgrade that repairs it.',
  unstorable: 'It is scored, and the history lacks it. Repair what the reason names, then replay it.',
};

const kinds: readonly DeadLetterView['kind'][] = ['event', 'link', 'merge', 'ledger', 'unknown'];

const filters: readonly ListFilter[] = [
  { name: 'reason', label: 'Reason', choices: Object.entries(reasons) },
  { name: 'kind', label: 'Kind', choices: kinds.map((kind) => [kind, kind]) },
  { name: 'profile', label: 'Profile' },
  { name: 'partition', label: 'Partition' },
];

const columns: readonly Column<DeadLetterView>[] = [
  { label: 'Set aside', cell: ({ at }) => dateInWords(at) },
  { label: 'Reason', cell: ({ reason }) => reasons[reason] },
  { label: 'In words', cell: ({ detail }) => <Foreign text={detail} /> },
  { label: 'Kind', cell: ({ kind }) => kind, isMinor: true },
  { label: 'Profile', cell: ({ profile }) => <Foreign text={profile ?? ''} />, isMinor: true },
];

const many = (count: number | null) => (count === null ? 'All that fit' : counted(count, 'record'));

const acts: readonly ListAct[] = [
  {
    name: 'replay',
    label: 'Replay',
    past: 'replayed',
    step: (request) => runApi.many('dead-letters', 'replay', request),
  },
  {
    name: 'drop',
    label: 'Drop',
    past: 'dropped',
    step: (request) => runApi.many('dead-letters', 'drop', request),
    question: (count) => ({
      title: 'Drop for good?',
      says: `${many(count)} will be gone, and cannot be brought back. What was not scored never counts.`,
      yes: 'Drop',
    }),
  },
];

export function DeadLettersPart() {
  const { filter, opened, choose, open } = useListSearch(filters);
  const may = useMayChange()('/dead-letters');
  return (
    <>
      <Text className="quiet" mb="md">
        Their partitions go on. A replay counts once, with the record’s own time; one that fails again comes
        back.
      </Text>
      <Filters filters={filters} values={filter} choose={choose} />
      <ChoiceList
        key={JSON.stringify(filter)}
        name="dead-letters"
        label="Dead letters"
        filter={filter}
        load={(cursor) => runApi.letters(filter, cursor)}
        idOf={({ id }) => id}
        columns={columns}
        acts={may ? acts : []}
        onOpen={open}
        empty="No record waits: everything that was accepted could be scored and stored."
      />
      <Letter id={opened} onClose={() => open(null)} />
      <FailingProfiles />
    </>
  );
}

function Letter({ id, onClose }: { id: string | null; onClose: () => void }) {
  const { data, error, isPending } = useQuery({
    queryKey: ['run', 'dead-letter', id],
    queryFn: () => runApi.letter(id ?? ''),
    enabled: id !== null,
  });
  return (
    <Opened title="Dead letter" isOpen={id !== null} onClose={onClose}>
      <Refusal error={error} />
      {isPending && id !== null && <Skeleton height={160} />}
      {data && (
        <>
          <Text fw={600}>
            <Foreign text={data.detail} />
          </Text>
          <Text className="quiet" mb="sm">
            {remedies[data.reason]}
          </Text>
          <dl className="details">
            <dt>Set aside</dt>
            <dd>{dateInWords(data.at)}</dd>
            <dt>Partition</dt>
            <dd>{data.partition}</dd>
            <dt>Kind</dt>
            <dd>
              {data.kind}, {data.bytes.toLocaleString()} bytes
              {!data.canReplay && ', kept in part: it can only be dropped'}
            </dd>
            <dt>Profile</dt>
            <dd>{data.profile === null ? 'it names none' : <ProfileLink id={data.profile} />}</dd>
          </dl>
          <pre className="record-text" data-testid="letter-record">
            <Foreign text={readableJson(data.record)} />
          </pre>
        </>
      )}
    </Opened>
  );
}
