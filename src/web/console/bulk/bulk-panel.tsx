/** One act on many records: how far it is, what was refused and why, and its cancel and undo. */
import './bulk.css';
import { Button, Group, Progress, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import type { BulkActView } from '../../../contract/api/api.ts';
import { dateInWords } from '../parts/format.ts';
import { Dotted, Foreign } from '../parts/others.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { useOwnerName } from '../team/use-owner-name.ts';
import { type BulkList, bulkApi } from './bulk-api.ts';
import { askedInWords, farInWords, isUnderWay, percentDone } from './bulk-words.ts';

const lookEveryMs = 400;

export const bulkKey = (id: string) => ['bulk', id] as const;

/** An act, looked at while it is under way. `onClose` is absent where it is not put away. */
export function BulkPanel({ act, onClose }: { act: BulkActView; onClose?: () => void }) {
  const queries = useQueryClient();
  const { data = act, error } = useQuery({
    queryKey: bulkKey(act.id),
    queryFn: () => bulkApi.one(act.id),
    initialData: act,
    refetchInterval: ({ state }) => (state.data && isUnderWay(state.data) ? lookEveryMs : false),
  });
  const before = useRef(data.status);
  useEffect(() => {
    // The tables show what it has changed.
    if (before.current !== data.status && !isUnderWay(data))
      void queries.invalidateQueries({ queryKey: ['work'] });
    before.current = data.status;
  }, [data, queries]);
  const put = (view: BulkActView) => queries.setQueryData(bulkKey(act.id), view);
  const cancel = useMutation({ mutationFn: () => bulkApi.cancel(act.id), onSuccess: put });
  const undo = useMutation({ mutationFn: () => bulkApi.undo(act.id), onSuccess: put });
  const nameOf = useOwnerName();
  const { status, undoUntil, createdAt, createdBy, refused } = data;
  return (
    <section
      className="bulk"
      aria-label="Change of many"
      aria-live="polite"
      data-testid="bulk-act"
      data-status={status}
    >
      {isUnderWay(data) && <Progress value={percentDone(data)} aria-label="Progress" mb="xs" />}
      <Group justify="space-between" gap="xs">
        <div>
          <b data-testid="bulk-counts">{farInWords(data)}</b>
          <Text size="sm" className="quiet">
            <Dotted texts={[askedInWords(data), nameOf(createdBy), dateInWords(createdAt)]} />
          </Text>
        </div>
        <Group gap="xs">
          {onClose && (
            <Link to="/bulk-acts" className="quiet">
              All of them
            </Link>
          )}
          {isUnderWay(data) && (
            <Button
              size="compact-sm"
              variant="default"
              loading={cancel.isPending}
              onClick={() => cancel.mutate()}
              data-testid="bulk-cancel"
            >
              {status === 'running' ? 'Cancel' : 'Stop'}
            </Button>
          )}
          {undoUntil !== null && (
            <Button
              size="compact-sm"
              variant="default"
              title={`It can be undone until ${dateInWords(undoUntil)}`}
              loading={undo.isPending}
              onClick={() => undo.mutate()}
              data-testid="bulk-undo"
            >
              Undo
            </Button>
          )}
          {onClose && !isUnderWay(data) && (
            <Button size="compact-sm" variant="default" onClick={onClose} data-testid="bulk-close">
              Close
            </Button>
          )}
        </Group>
      </Group>
      <Refusal error={error ?? cancel.error ?? undo.error} />
      {refused.length > 0 && <RefusedRecords act={data} />}
    </section>
  );
}

/** Where a record of a list is looked at. */
const addressIn = (list: BulkList, id: string) => `/${list}/${id}`;

function RefusedRecords({ act: { id, list, refused, counts } }: { act: BulkActView }) {
  const more = counts.refused + counts.kept - refused.length;
  return (
    <>
      <ul className="refused" data-testid="bulk-refused">
        {refused.map(({ record, name, reason }) => (
          <li key={record}>
            <Link to={addressIn(list, record)}>
              <Foreign text={name ?? record} />
            </Link>{' '}
            <Foreign text={reason} />
          </li>
        ))}
        {more > 0 && <li>and {more.toLocaleString()} more</li>}
      </ul>
      <a href={`/api/v1/bulk-acts/${id}/refused`} download data-testid="bulk-csv">
        Download them with their reasons
      </a>
    </>
  );
}
