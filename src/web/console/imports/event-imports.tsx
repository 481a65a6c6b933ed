/** Imports of events: a line each with its state, its counts, its refused lines, and the way back. */
import { Button, Group, Progress, Text, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { EventImportView } from '../../../contract/api/api.ts';
import { dateInWords } from '../parts/format.ts';
import { Dotted, Foreign } from '../parts/others.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { useMayChange } from '../session/session.tsx';
import { useOwnerName } from '../team/use-owner-name.ts';
import { eventCountsInWords, eventStateInWords, isEventImportUnderWay } from './import-words.ts';
import { importsApi } from './imports-api.ts';

const lookEveryMs = 1_000;

/** Nothing where there was none: they come by the command line and the API alone. */
export function EventImports() {
  const { data, error } = useQuery({
    queryKey: ['event-imports'],
    queryFn: importsApi.ofEvents,
    refetchInterval: ({ state }) =>
      state.data?.items.some(({ status }) => isEventImportUnderWay(status) || status === 'open')
        ? lookEveryMs
        : false,
  });
  if (error === null && !data?.items.length) return null;
  return (
    <section aria-label="Events">
      <Title order={2} size="h4" mt="xl" mb="xs">
        Events
      </Title>
      <Refusal error={error} />
      <ul className="imports">
        {data?.items.map((one) => (
          <EventImport key={one.id} shown={one} />
        ))}
      </ul>
    </section>
  );
}

function EventImport({ shown }: { shown: EventImportView }) {
  const { id, label, status, counts, progress, openedAt, openedBy } = shown;
  const nameOf = useOwnerName();
  const refused = counts.bad + counts.tooOld;
  return (
    <li data-testid="event-import" data-status={status}>
      <Foreign text={label} />
      <Text size="sm" className="quiet">
        <Dotted texts={[eventStateInWords(shown), dateInWords(openedAt), nameOf(openedBy)]} />
      </Text>
      <Text size="sm">{eventCountsInWords(counts)}</Text>
      {isEventImportUnderWay(status) && progress.profiles > 0 && (
        <Progress value={(100 * progress.scored) / progress.profiles} my="xs" aria-label="Progress" />
      )}
      <Group mt={4}>
        {refused > 0 && (
          <a href={`/api/v1/event-imports/${id}/faults`} download>
            Download the refused lines
          </a>
        )}
        <Undo shown={shown} />
      </Group>
      {counts.warnings > 0 && <Warnings id={id} count={counts.warnings} />}
    </li>
  );
}

/** What was taken otherwise than it says, read when somebody opens it. */
function Warnings({ id, count }: { id: string; count: number }) {
  const [isOpen, setIsOpen] = useState(false);
  const { data, error } = useQuery({
    queryKey: ['event-imports', id, count],
    queryFn: () => importsApi.oneOfEvents(id),
    enabled: isOpen,
  });
  return (
    <details onToggle={({ currentTarget }) => setIsOpen(currentTarget.open)}>
      <summary>Warnings</summary>
      <Refusal error={error} />
      <ul>
        {data?.warnings?.map(({ file, line, message }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: they never change, and two may be alike.
          <li key={index}>
            <Foreign text={`${file} line ${line}: ${message}`.trim()} />
          </li>
        ))}
      </ul>
      {data?.furtherWarnings && (
        <Text size="sm" className="quiet">
          And {data.furtherWarnings.toLocaleString()} more.
        </Text>
      )}
    </details>
  );
}

/** Asks once more: thousands of scores change. */
function Undo({ shown: { id, status, undoUntil } }: { shown: EventImportView }) {
  const mayChange = useMayChange();
  const queries = useQueryClient();
  const [isAsked, setIsAsked] = useState(false);
  const undo = useMutation({
    mutationFn: () => importsApi.undoEvents(id),
    onSuccess: () => void queries.invalidateQueries({ queryKey: ['event-imports'] }),
  });
  if (undoUntil === null || status === 'undoing' || !mayChange(`/event-imports/${id}/undo`)) return null;
  if (!isAsked)
    return (
      <Button size="compact-sm" variant="default" onClick={() => setIsAsked(true)}>
        Undo
      </Button>
    );
  return (
    <Group gap="xs">
      <Text size="sm">Its events leave every score.</Text>
      <Button size="compact-sm" color="red" loading={undo.isPending} onClick={() => undo.mutate()}>
        Undo the import
      </Button>
      <Button size="compact-sm" variant="default" onClick={() => setIsAsked(false)}>
        Keep it
      </Button>
      <Refusal error={undo.error} />
    </Group>
  );
}
