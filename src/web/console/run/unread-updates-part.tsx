/** Unread updates: tier updates that sales could not read or store, each a lead or a fall that nobody hears of until it is replayed. */
import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { UnreadUpdateView } from '../../../contract/api/api.ts';
import { counted } from '../parts/counted.ts';
import { dateInWords } from '../parts/format.ts';
import { Foreign } from '../parts/others.tsx';
import { ProfileLink } from '../parts/profile-link.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { useMayChange } from '../session/session.tsx';
import { ChoiceList, type Column, type ListAct } from './choice-list.tsx';
import { Filters, type ListFilter, useListSearch } from './filters.tsx';
import { Opened } from './opened.tsx';
import { readableJson } from './readable-json.ts';
import { runApi } from './run-api.ts';

const filters: readonly ListFilter[] = [{ name: 'partition', label: 'Partition' }];

const columns: readonly Column<UnreadUpdateView>[] = [
  { label: 'Profile', cell: ({ profile }) => <Foreign text={profile ?? 'none named'} /> },
  { label: 'Since', cell: ({ at }) => dateInWords(at) },
  { label: 'Why', cell: ({ reason }) => <Foreign text={reason} /> },
  { label: 'Programme', cell: ({ programme }) => <Foreign text={programme ?? ''} />, isMinor: true },
];

const updates = (count: number | null) => (count === null ? 'All that fit' : counted(count, 'update'));

const acts: readonly ListAct[] = [
  {
    name: 'replay',
    label: 'Replay',
    past: 'replayed',
    step: (request) => runApi.many('unread-updates', 'replay', request),
    question: (count) => ({
      title: 'Apply again?',
      says: `${updates(count)} may open leads and notify reps, as of now. What still cannot be applied stays here, with the reason.`,
      yes: 'Replay',
    }),
  },
  {
    name: 'drop',
    label: 'Drop',
    past: 'dropped',
    step: (request) => runApi.many('unread-updates', 'drop', request),
    question: (count) => ({
      title: 'Drop for good?',
      says: `${updates(count)} will be gone: sales never hears of it.`,
      yes: 'Drop',
    }),
  },
];

export function UnreadUpdatesPart() {
  const { filter, opened, choose, open } = useListSearch(filters);
  const may = useMayChange()('/unread-updates');
  return (
    <>
      <Text className="quiet" mb="md">
        What scoring said to sales and sales could not read or store. The updates behind it went on. Mend what
        the reason names, then replay.
      </Text>
      <Filters filters={filters} values={filter} choose={choose} />
      <ChoiceList
        key={JSON.stringify(filter)}
        name="unread-updates"
        label="Unread updates"
        filter={filter}
        load={(cursor) => runApi.unread(filter, cursor)}
        idOf={({ id }) => id}
        columns={columns}
        acts={may ? acts : []}
        onOpen={open}
        empty="Sales has read every tier update."
      />
      <OpenedUpdate id={opened} onClose={() => open(null)} />
    </>
  );
}

function OpenedUpdate({ id, onClose }: { id: string | null; onClose: () => void }) {
  const { data, error } = useQuery({
    queryKey: ['run', 'unread-update', id],
    queryFn: () => runApi.unreadUpdate(id ?? ''),
    enabled: id !== null,
  });
  return (
    <Opened title="Unread update" isOpen={id !== null} onClose={onClose}>
      <Refusal error={error} />
      {data && (
        <>
          <Text fw={600} mb="sm">
            <Foreign text={data.reason} />
          </Text>
          <dl className="details">
            <dt>Since</dt>
            <dd>{dateInWords(data.at)}</dd>
            <dt>Profile</dt>
            <dd>{data.profile === null ? 'none named' : <ProfileLink id={data.profile} />}</dd>
            <dt>Id</dt>
            <dd>{data.id}</dd>
          </dl>
          <pre className="record-text" data-testid="unread-record">
            <Foreign text={readableJson(data.record)} />
          </pre>
        </>
      )}
    </Opened>
  );
}
