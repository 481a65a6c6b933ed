/** One import: its columns to correct, what it would change, its bad rows, and the buttons that its state allows. */
import { Alert, Button, Group, NativeSelect, Progress, Text, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { isolated } from '../../../base/text/text.ts';
import type { ImportChange, ImportView } from '../../../contract/api/api.ts';
import { counted } from '../parts/counted.ts';
import { dateInWords } from '../parts/format.ts';
import { Dotted, Foreign } from '../parts/others.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { countsInWords, isCorrectable, isUnderWay, percentOf, stateInWords } from './import-words.ts';
import { importsApi } from './imports-api.ts';

export function OneImport({ shown }: { shown: ImportView }) {
  const { id, status, kind, file, progress, counts, error, badRows } = shown;
  const percent = percentOf(progress);
  return (
    <>
      <Title order={2} size="h3" mt="sm">
        <Foreign text={file ?? kind} />
      </Title>
      <Text className="quiet" mb="md" data-testid="import-state" data-status={status}>
        <Dotted texts={[kind, stateInWords(status)]} />
      </Text>
      {error !== null && (
        <Alert color="red" role="alert" mb="md">
          <Foreign text={error} />
        </Alert>
      )}
      {isUnderWay(status) && (
        <Progress value={percent ?? 100} animated={percent === null} mb="md" aria-label="Progress" />
      )}
      <Text fw={600} mb="md" data-testid="import-counts">
        {countsInWords(counts)} <span className="quiet">of {counts.rows.toLocaleString()} rows</span>
      </Text>
      <Acts shown={shown} />
      {badRows.length > 0 && (
        <>
          <Group justify="space-between" mt="lg">
            <Title order={3} size="h4">
              Bad rows
            </Title>
            <a href={`/api/v1/imports/${id}/rejected`} download data-testid="import-rejected">
              Download all with their reasons
            </a>
          </Group>
          <BadRows rows={badRows} />
        </>
      )}
      {isCorrectable(status) && <Mapping shown={shown} />}
    </>
  );
}

/** A change of an import, which is looked at again afterwards. */
function useImportAct<Given>(id: string, run: (given: Given) => Promise<ImportView>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: run,
    onSuccess: (view) => {
      queries.setQueryData(['imports', id], view);
      void queries.invalidateQueries();
    },
  });
}

function Acts({ shown: { id, status, dryRun, counts, undoUntil } }: { shown: ImportView }) {
  const change = useImportAct(id, (given: ImportChange) => importsApi.change(id, given));
  const cancel = useImportAct(id, () => importsApi.cancel(id));
  const undo = useImportAct(id, () => importsApi.undo(id));
  const good = counts.rows - counts.bad;
  return (
    <>
      <Group>
        {status === 'checked' && (
          <Button
            disabled={good === 0}
            loading={change.isPending}
            onClick={() => change.mutate({ dryRun: false, rows: counts.bad > 0 ? 'good' : 'all' })}
            data-testid="import-now"
          >
            {counts.bad > 0 ? `Import the ${counted(good, 'good row')}` : `Import ${counted(good, 'row')}`}
          </Button>
        )}
        {(isUnderWay(status) || status === 'checked') && status !== 'undoing' && (
          <Button variant="default" loading={cancel.isPending} onClick={() => cancel.mutate(undefined)}>
            Cancel
          </Button>
        )}
        {status === 'done' && !dryRun && undoUntil !== null && (
          <Button
            variant="default"
            loading={undo.isPending}
            onClick={() => undo.mutate(undefined)}
            data-testid="import-undo"
          >
            Undo the import
          </Button>
        )}
        {status === 'done' && undoUntil !== null && (
          <Text size="sm" className="quiet">
            It can be undone until {dateInWords(undoUntil)}.
          </Text>
        )}
      </Group>
      <Refusal error={change.error ?? cancel.error ?? undo.error} />
    </>
  );
}

function BadRows({ rows }: { rows: ImportView['badRows'] }) {
  return (
    <ul className="imports" data-testid="import-bad">
      {rows.map(({ line, column, value, reason }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line may have two bad cells, in their order
        <li key={`${line} ${index}`}>
          <b>Line {line}</b> <Dotted texts={[column, value]} />
          <Text size="sm">
            <Foreign text={reason} />
          </Text>
        </li>
      ))}
    </ul>
  );
}

const leftOut = '';

/** What each column is taken for, to be corrected; then the file is read again. */
function Mapping({ shown: { id, columns, mapping: guessed, mayHave } }: { shown: ImportView }) {
  const [mapping, setMapping] = useState(guessed);
  const again = useImportAct(id, () => importsApi.change(id, { mapping }));
  const isChanged = columns.some((column) => mapping[column] !== guessed[column]);
  return (
    <section aria-label="Columns">
      <Title order={3} size="h4" mt="lg" mb="xs">
        Columns
      </Title>
      <div className="mapping">
        {columns.map((column) => (
          <NativeSelect
            key={column}
            label={isolated(column)}
            data={[{ value: leftOut, label: 'left out' }, ...mayHave]}
            value={mapping[column] ?? leftOut}
            onChange={({ currentTarget: { value } }) =>
              setMapping({ ...mapping, [column]: value === leftOut ? null : value })
            }
            data-testid="import-column"
          />
        ))}
      </div>
      <Button
        mt="md"
        variant="default"
        disabled={!isChanged}
        loading={again.isPending}
        onClick={() => again.mutate(undefined)}
        data-testid="import-again"
      >
        Read it again
      </Button>
      <Refusal error={again.error} />
    </section>
  );
}
