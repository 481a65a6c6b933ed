/** Deliveries: mails, Slack messages and webhooks that wait or failed, with each attempt and its answer; sent again or called off. */
import { Badge, Skeleton, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { DeliveryView, DeliveryWithAttempts } from '../../../contract/api/api.ts';
import { counted } from '../parts/counted.ts';
import { dateInWords } from '../parts/format.ts';
import { Dotted, Foreign } from '../parts/others.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { useAct } from '../parts/undo.tsx';
import { useMayChange } from '../session/session.tsx';
import { ChoiceList, type Column, type ListAct } from './choice-list.tsx';
import { Filters, type ListFilter, useListSearch } from './filters.tsx';
import { actOnAll } from './many-run.ts';
import { Opened } from './opened.tsx';
import { runApi } from './run-api.ts';

const states: Readonly<Record<DeliveryView['state'], { words: string; color: string }>> = {
  waiting: { words: 'waits', color: 'yellow' },
  failed: { words: 'failed', color: 'red' },
  delivered: { words: 'delivered', color: 'green' },
  cancelled: { words: 'called off', color: 'gray' },
};
const channels: Readonly<Record<DeliveryView['channel'], string>> = {
  mail: 'Mail',
  slack: 'Slack',
  webhook: 'Webhook',
};

const filters: readonly ListFilter[] = [
  {
    name: 'state',
    label: 'State',
    choices: Object.entries(states).map(([state, { words }]) => [state, words]),
  },
  { name: 'channel', label: 'Channel', choices: Object.entries(channels) },
  { name: 'endpoint', label: 'Endpoint' },
  { name: 'record', label: 'Record' },
];

const columns: readonly Column<DeliveryView>[] = [
  { label: 'To', cell: ({ target }) => <Foreign text={target} /> },
  { label: 'By', cell: ({ channel }) => channels[channel] },
  { label: 'State', cell: (delivery) => <State delivery={delivery} /> },
  { label: 'Last error', cell: ({ lastError }) => <Foreign text={lastError ?? ''} /> },
  { label: 'Tries', cell: ({ tries }) => tries, isMinor: true },
  { label: 'Made', cell: ({ createdAt }) => dateInWords(createdAt), isMinor: true },
  { label: 'Next try', cell: ({ nextAt }) => (nextAt === null ? '' : dateInWords(nextAt)), isMinor: true },
];

function State({ delivery: { state, repeatedBy } }: { delivery: DeliveryView }) {
  const { words, color } = states[state];
  return (
    <>
      <Badge variant="light" color={color} tt="none" className="plain-badge">
        {words}
      </Badge>
      {repeatedBy !== null && <span className="quiet"> sent again</span>}
    </>
  );
}

const many = (count: number | null) => (count === null ? 'All that fit' : counted(count, 'message'));

export function DeliveriesPart() {
  const { filter, opened, choose, open } = useListSearch(filters);
  const may = useMayChange()('/deliveries');
  const queries = useQueryClient();
  const calledOff = useAct<readonly string[], readonly string[]>({
    name: 'cancel-deliveries',
    run: async (ids) => ids,
    said: (ids) => (ids.length === 1 ? 'One is called off' : `${ids.length} are called off`),
    undo: (ids) => sendAll(ids).finally(() => void queries.invalidateQueries({ queryKey: ['run'] })),
  });
  const acts: readonly ListAct[] = [
    {
      name: 'replay',
      label: 'Send again',
      past: 'sent again',
      step: (request) => runApi.many('deliveries', 'replay', request),
      question: (count) =>
        count === 1
          ? null
          : {
              title: 'Send them again?',
              says: `${many(count)} go out now. Those that were sent again already are left out; what is sent cannot be called back.`,
              yes: 'Send again',
            },
    },
    {
      name: 'cancel',
      label: 'Call off',
      past: 'called off',
      step: (request) => runApi.many('deliveries', 'cancel', request),
      onDone: (ids) => ids.length > 0 && calledOff.mutate(ids),
    },
  ];
  return (
    <>
      <Text className="quiet" mb="md">
        What waits is tried again by itself, after ever longer times. What failed is not, unless somebody
        sends it again.
      </Text>
      <Filters filters={filters} values={filter} choose={choose} />
      <ChoiceList
        key={JSON.stringify(filter)}
        name="deliveries"
        label="Deliveries"
        filter={filter}
        load={(cursor) => runApi.deliveries(filter, cursor)}
        idOf={({ id }) => id}
        columns={columns}
        acts={may ? acts : []}
        onOpen={open}
        empty="Nothing was sent yet."
      />
      <Delivery id={opened} onClose={() => open(null)} onOpen={open} />
    </>
  );
}

const sendAll = (ids: readonly string[]) =>
  actOnAll(ids, (request) => runApi.many('deliveries', 'replay', request));

interface DeliveryProps {
  id: string | null;
  onClose: () => void;
  onOpen: (id: string) => void;
}

function Delivery({ id, onClose, onOpen }: DeliveryProps) {
  const { data, error, isPending } = useQuery({
    queryKey: ['run', 'delivery', id],
    queryFn: () => runApi.delivery(id ?? ''),
    enabled: id !== null,
  });
  return (
    <Opened title="Delivery" isOpen={id !== null} onClose={onClose}>
      <Refusal error={error} />
      {isPending && id !== null && <Skeleton height={160} />}
      {data && <Details delivery={data} onOpen={onOpen} />}
    </Opened>
  );
}

/** The records that have a page of their own, by how their ids begin. */
const pages: Readonly<Record<string, string>> = {
  ...{ ld: '/leads', op: '/opportunities', dl: '/deals', or: '/orders', jb: '/jobs', cm: '/campaigns' },
};

function Details({ delivery, onOpen }: { delivery: DeliveryWithAttempts; onOpen: (id: string) => void }) {
  const { channel, target, person, record, repeats, repeatedBy, cancelledReason, nextAt, attempts } =
    delivery;
  const page = record === null ? undefined : pages[record.split('_')[0] ?? ''];
  return (
    <>
      <Text fw={600}>
        {channels[channel]} to <Foreign text={target} />
      </Text>
      <dl className="details">
        <dt>State</dt>
        <dd>
          <State delivery={delivery} />
          {nextAt !== null && `, next try ${dateInWords(nextAt)}`}
          {cancelledReason !== null && (
            <>
              : <Foreign text={cancelledReason} />
            </>
          )}
        </dd>
        {person !== null && (
          <>
            <dt>About</dt>
            <dd>
              <Link to={`/people/${person.id}` as string}>
                <Foreign text={person.name ?? person.email ?? person.id} />
              </Link>
            </dd>
          </>
        )}
        {record !== null && (
          <>
            <dt>Record</dt>
            <dd>
              {page === undefined ? (
                <Foreign text={record} />
              ) : (
                <Link to={`${page}/${record}` as string}>{record}</Link>
              )}
            </dd>
          </>
        )}
        {repeats !== null && <Other label="Repeats" id={repeats} onOpen={onOpen} />}
        {repeatedBy !== null && <Other label="Sent again as" id={repeatedBy} onOpen={onOpen} />}
      </dl>
      <Text fw={600} mt="sm">
        Attempts
      </Text>
      {attempts.length === 0 && <Text className="quiet">It was not tried yet.</Text>}
      <ol className="refused-of-many">
        {attempts.map(({ at, outcome, status, error, durationMs }) => (
          <li key={at} data-testid="attempt">
            <Dotted
              texts={[
                dateInWords(at),
                outcomes[outcome],
                status === null ? 'no answer' : `answer ${status}`,
                `${durationMs.toLocaleString()} ms`,
              ]}
            />
            {error !== null && (
              <div>
                <Foreign text={error} />
              </div>
            )}
          </li>
        ))}
      </ol>
    </>
  );
}

const outcomes = { delivered: 'delivered', retried: 'to be tried again', failed: 'given up' } as const;

function Other({ label, id, onOpen }: { label: string; id: string; onOpen: (id: string) => void }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>
        <button type="button" className="opens" onClick={() => onOpen(id)}>
          {id}
        </button>
      </dd>
    </>
  );
}
