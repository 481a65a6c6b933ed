/** Two records field by field: which one is kept, which value of each field, and what a merge would do. */
import './duplicates.css';
import { Alert, Button, Group, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { isolated } from '../../../base/text/text.ts';
import type { MergedList, MergePreview } from '../../../contract/api/api.ts';
import { Foreign } from '../parts/others.tsx';
import { Refusal } from '../parts/refusal.tsx';
import type { TableSearch } from '../parts/table-search.ts';
import { useAct } from '../parts/undo.tsx';
import { useMayChange } from '../session/session.tsx';
import { CompareTable } from './compare-table.tsx';
import { movesInWords, nameOf, takenOf } from './duplicate-words.ts';
import { duplicatesApi } from './duplicates-api.ts';

export function ComparePage() {
  const search = useSearch({ strict: false }) as TableSearch;
  const list: MergedList = search['list'] === 'companies' ? 'companies' : 'people';
  const { kept = '', merged = '' } = search;
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['work', 'merge-preview', list, kept, merged],
    queryFn: () => duplicatesApi.preview(list, kept, merged),
  });
  return (
    <div className="page">
      <Link to="/duplicates" search={{ list }} className="quiet">
        Duplicates
      </Link>
      <Title order={1} size="h2" mt="xs" mb="md">
        {list === 'people' ? 'Two people, or one?' : 'Two companies, or one?'}
      </Title>
      <Refusal error={error} again={error && (() => void refetch())} />
      {isPending && [1, 2, 3, 4, 5, 6].map((index) => <Skeleton key={index} height={44} mb={6} />)}
      {data && <Compared key={`${data.kept.id} ${data.merged.id}`} preview={data} />}
    </div>
  );
}

function Compared({ preview }: { preview: MergePreview }) {
  const { list, kept, merged, refusal } = preview;
  const [choice, setChoice] = useState<Record<string, 'kept' | 'merged'>>({});
  const navigate = useNavigate();
  const may = useMayChange();
  const merge = useAct({
    name: 'merge',
    run: () => duplicatesApi.merge({ preview, take: takenOf(preview, choice) }),
    said: () => `${isolated(nameOf(merged))} is part of ${isolated(nameOf(kept))}`,
    undo: ({ id }) => duplicatesApi.undo(id),
    onDone: () => void navigate({ to: `/${list}/$id`, params: { id: kept.id } }),
  });
  const swapped = { list, kept: merged.id, merged: kept.id };
  return (
    <Stack gap="md">
      <CompareTable
        preview={preview}
        choice={choice}
        choose={(field, side) => setChoice({ ...choice, [field]: side })}
      />
      <Consequences preview={preview} />
      <Refusal error={merge.error ?? (refusal === null ? null : new Error(refusal))} />
      {may(`/${list}/${kept.id}/merges`) ? (
        <Group>
          <Button
            loading={merge.isPending}
            disabled={refusal !== null}
            onClick={() => merge.mutate(undefined)}
            data-testid="merge-now"
          >
            Merge them
          </Button>
          <Button
            variant="default"
            renderRoot={(props) => (
              <Link {...props} to="/duplicates/compare" search={swapped} replace data-testid="swap" />
            )}
          >
            Keep the other one
          </Button>
          <Text size="sm" className="quiet">
            It can be undone for a day.
          </Text>
        </Group>
      ) : (
        <Text className="quiet">You may look at them; a rep, a manager or an admin merges them.</Text>
      )}
    </Stack>
  );
}

/** What a merge does besides the fields. */
function Consequences({ preview }: { preview: MergePreview }) {
  const { list, kept, merged, moves, endsLeads, stopsContact } = preview;
  const words = movesInWords(moves);
  return (
    <section aria-label="What a merge does" data-testid="consequences">
      <ul className="consequences">
        <li>
          {words === '' ? 'Nothing goes over: nothing names ' : `${words} of `}
          <Foreign text={nameOf(merged)} />
          {words === '' ? '.' : ' go over.'}
        </li>
        {endsLeads.map(({ lead, campaign, goesOn }) => (
          <li key={lead}>
            Both have an open lead of <Foreign text={campaign} />:{' '}
            <Link to="/leads/$id" params={{ id: goesOn }}>
              the hotter one
            </Link>{' '}
            goes on,{' '}
            <Link to="/leads/$id" params={{ id: lead }}>
              the other
            </Link>{' '}
            ends with its contact task.
          </li>
        ))}
        <li>
          {list === 'people'
            ? 'Events, forms, imports and ids of either lead to '
            : 'People, imports and ids of either lead to '}
          <Foreign text={nameOf(kept)} /> from then on.
        </li>
      </ul>
      {stopsContact && (
        <Alert color="red" mt="sm">
          One of them does not wish to be contacted. That wish is kept: open leads and tasks of both end.
        </Alert>
      )}
    </section>
  );
}
