/** The audit trail: who did what when, over records and settings, by person, kind and period. */
import '../parts/settings.css';
import './trail.css';
import { Button, Group, NativeSelect, Skeleton, Text, TextInput, Title } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { TrailEntry } from '../../../contract/api/api.ts';
import { listOf } from '../api/api.ts';
import { dateInWords } from '../parts/format.ts';
import { failedPageOf } from '../parts/next-page.ts';
import { Foreign } from '../parts/others.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { shortText } from '../parts/short-text.ts';
import { type TableSearch, withFilter } from '../parts/table-search.ts';
import { Actor } from '../team/actor.tsx';
import { useOwnerName } from '../team/use-owner-name.ts';
import { actInWords, changesInWords, outcomeInWords, pageOf } from './trail-words.ts';

const pageItems = 50;
const actors = 100;
/** Kinds of acts, then of records. */
const kinds = [
  ...[
    'keys',
    'users',
    'teams',
    'territories',
    'programmes',
    'pipelines',
    'sales rules',
    'endpoints',
    'channels',
  ],
  ...['quarantine', 'dead letters', 'restores', 'imports', 'exports', 'privacy', 'erasures'],
  ...['leads', 'tasks', 'people', 'companies', 'opportunities', 'deals', 'orders', 'jobs', 'quotations'],
  ...['campaigns', 'products', 'activities'],
];
const startOf = (day: string) => new Date(`${day}T00:00:00`);

/** The filters of an address, as the API takes them: days are those of the viewer. */
function askedOf(search: TableSearch): Record<string, string> {
  const { actor, kind, target, from, to } = search;
  const given: Record<string, string> = {};
  if (actor) given['actor'] = actor;
  if (kind) given['kind'] = kind;
  if (target) given['target'] = target;
  for (const [name, day] of [
    ['from', from],
    ['to', to],
  ] as const) {
    const at = day === undefined ? null : startOf(day);
    if (at === null || Number.isNaN(at.getTime())) continue;
    // The last day belongs to the period.
    if (name === 'to') at.setDate(at.getDate() + 1);
    given[name] = at.toISOString();
  }
  return given;
}

export function TrailPage() {
  const navigate = useNavigate();
  const search = useSearch({ strict: false }) as TableSearch;
  const asked = askedOf(search);
  const pages = useInfiniteQuery({
    queryKey: ['work', 'trail', asked],
    queryFn: ({ pageParam: cursor }) =>
      listOf<TrailEntry>('/trail', { ...asked, limit: pageItems, ...(cursor !== null && { cursor }) }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
  const choose = (name: string, value: string) =>
    void navigate({ to: '.', search: withFilter(search, name, value), replace: true });
  const entries = pages.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <div className="page wide settings">
      <Title order={1} size="h2" mb="md">
        Audit trail
      </Title>
      <Filters search={search} choose={choose} />
      <Refusal error={pages.error} again={failedPageOf(pages) ?? (() => void pages.refetch())} />
      {pages.isPending && [1, 2, 3].map((index) => <Skeleton key={index} height={56} mb={6} />)}
      {pages.data && entries.length === 0 && (
        <Text ta="center" py="xl" className="quiet" data-testid="empty">
          {Object.keys(asked).length > 0 ? 'Nobody did anything like that.' : 'Nobody has done anything yet.'}
        </Text>
      )}
      {entries.length > 0 && (
        <ol className="trail">
          {entries.map((entry) => (
            <Entry key={entry.id} entry={entry} />
          ))}
        </ol>
      )}
      {pages.hasNextPage && (
        <Button
          variant="default"
          loading={pages.isFetchingNextPage}
          onClick={() => void pages.fetchNextPage()}
          data-testid="more"
        >
          Earlier ones
        </Button>
      )}
    </div>
  );
}

function Filters({ search, choose }: { search: TableSearch; choose: (name: string, value: string) => void }) {
  const { data: users } = useQuery({
    queryKey: ['work', 'trail', 'actors'],
    queryFn: () => listOf<{ email: string }>('/users', { limit: actors }),
  });
  const names = ['API token', ...(users?.items.map(({ email }) => email) ?? [])];
  const nameOf = useOwnerName();
  const actor = search['actor'] ?? '';
  const kind = search['kind'] ?? '';
  return (
    <Group align="end" mb="md">
      <NativeSelect
        label="Who"
        value={actor}
        onChange={({ currentTarget }) => choose('actor', currentTarget.value)}
        data={[
          { value: '', label: 'Anybody' },
          ...[...new Set([...names, ...(actor ? [actor] : [])])].map((value) => ({
            value,
            label: shortText(nameOf(value)),
          })),
        ]}
        data-testid="trail-actor"
      />
      <NativeSelect
        label="What"
        value={kind}
        onChange={({ currentTarget }) => choose('kind', currentTarget.value)}
        data={[
          { value: '', label: 'Anything' },
          ...[...new Set([...kinds, ...(kind ? [kind] : [])])].map((value) => ({
            value,
            label: shortText(value),
          })),
        ]}
        data-testid="trail-kind"
      />
      <TextInput
        type="date"
        label="From"
        value={search['from'] ?? ''}
        onChange={({ currentTarget }) => choose('from', currentTarget.value)}
        data-testid="trail-from"
      />
      <TextInput
        type="date"
        label="To"
        value={search['to'] ?? ''}
        onChange={({ currentTarget }) => choose('to', currentTarget.value)}
      />
      {search['target'] && (
        <Button variant="default" onClick={() => choose('target', '')}>
          About <Foreign text={search['target']} /> ×
        </Button>
      )}
    </Group>
  );
}

function Entry({ entry }: { entry: TrailEntry }) {
  const { at, actor, kind, target, name, fields, changes } = entry;
  const page = pageOf(entry);
  const outcome = outcomeInWords(entry);
  const changed = changesInWords(changes);
  return (
    <li data-testid="trail-entry">
      <Text size="sm" className="quiet">
        <time dateTime={at}>{dateInWords(at)}</time>
      </Text>
      <div>
        <Text>
          <b>
            <Actor by={actor} />
          </b>{' '}
          {actInWords(entry)}
          {/* An activity has no page of its own, and no name. */}
          {target !== null && kind !== 'activities' && (
            <>
              {' · '}
              <span title={target}>
                {page === null ? (
                  <Foreign text={name ?? target} />
                ) : (
                  <Link to={page}>
                    <Foreign text={name ?? target} />
                  </Link>
                )}
              </span>
            </>
          )}
          {outcome !== '' && (
            <Text span c="var(--overdue)">
              {' '}
              · {outcome}
            </Text>
          )}
        </Text>
        {fields.length > 0 && (
          <Text size="sm" className="quiet">
            with {fields.join(', ')}
          </Text>
        )}
        {changed.length > 0 && (
          <details>
            <summary>
              {changed.length} {changed.length === 1 ? 'field' : 'fields'}
            </summary>
            <dl>
              {changed.map(({ name, text }) => (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd>
                    <Foreign text={text} />
                  </dd>
                </div>
              ))}
            </dl>
          </details>
        )}
      </div>
    </li>
  );
}
