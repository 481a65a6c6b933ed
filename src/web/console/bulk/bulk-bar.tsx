/** The bar over a table in which rows are selected: how many, all that fit, and what can be done with them. */
import './bulk.css';
import { Button, Group } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { BulkActView } from '../../../contract/api/api.ts';
import { CompareButton } from '../duplicates/compare-button.tsx';
import { isMergedList } from '../duplicates/merged-list.ts';
import type { Row } from '../kinds/record-kinds.ts';
import { Refusal } from '../parts/refusal.tsx';
import type { Selected } from '../parts/use-selection.ts';
import { useMayChange } from '../session/session.tsx';
import { type BulkList, bulkApi } from './bulk-api.ts';
import { BulkDialog } from './bulk-dialog.tsx';
import { type BulkForm, formsFor } from './bulk-forms.ts';
import { countedRecords } from './bulk-words.ts';
import { ExportChosen } from './export-chosen.tsx';

interface Props {
  list: BulkList;
  /** Of the table, as its address has it. */
  filter: Record<string, string>;
  rows: readonly Row[];
  isMore: boolean;
  selection: Selected;
  onBegun: (act: BulkActView) => void;
}

export function BulkBar({ list, filter, rows, isMore, selection, onBegun }: Props) {
  const [form, setForm] = useState<BulkForm | null>(null);
  const may = useMayChange();
  const here = rows.filter(({ id }) => selection.ids.has(id));
  const all = useMutation({
    mutationFn: () => bulkApi.count(list, filter),
    onSuccess: ({ isCapped }) => {
      if (!isCapped) selection.takeAll();
    },
  });
  const isEach = here.length === rows.length && rows.length > 0;
  const count = selection.isAll ? (all.data?.count ?? 0) : here.length;
  if (count === 0) return null;
  return (
    <section className="choices" aria-label="What is selected" data-testid="bulk-bar">
      <Group gap="xs">
        <b data-testid="bulk-selected">
          {selection.isAll
            ? `All ${countedRecords(list, count)} that fit`
            : `${countedRecords(list, count)} selected`}
        </b>
        {!selection.isAll && isEach && isMore && (
          <Button
            size="compact-sm"
            variant="subtle"
            loading={all.isPending}
            onClick={() => all.mutate()}
            data-testid="bulk-all"
          >
            Select all that fit, also those not shown
          </Button>
        )}
        <Button size="compact-sm" variant="subtle" onClick={selection.clear} data-testid="bulk-clear">
          Clear
        </Button>
      </Group>
      {all.data?.isCapped && (
        <Refusal
          error={
            new Error(
              `More than ${all.data.count.toLocaleString()} fit: an act takes no more. Narrow the filters.`,
            )
          }
        />
      )}
      <Refusal error={all.error} />
      <Group gap="xs">
        {formsFor(list, may).map(({ form: one, label }) => (
          <Button
            key={one}
            size="compact-sm"
            variant="default"
            onClick={() => setForm(one)}
            data-testid={`bulk-${one.replaceAll(' ', '-')}`}
          >
            {label}
          </Button>
        ))}
        <MergeTwo list={list} two={selection.isAll ? [] : here} />
        {may('/exports') && (
          <ExportChosen list={list} ids={selection.isAll ? null : here.map(({ id }) => id)} />
        )}
      </Group>
      {form !== null && (
        <BulkDialog
          form={form}
          list={list}
          rows={selection.isAll ? rows : here}
          count={count}
          selection={selection.isAll ? { filter } : { ids: here.map(({ id }) => id) }}
          onBegun={(act) => {
            setForm(null);
            selection.clear();
            onBegun(act);
          }}
          onClose={() => setForm(null)}
        />
      )}
    </section>
  );
}

/** The way to merge exactly two people or companies. */
function MergeTwo({ list, two }: { list: BulkList; two: readonly Row[] }) {
  const may = useMayChange();
  const [one, other] = two.length === 2 ? two : [];
  if (!isMergedList(list) || one === undefined || other === undefined || !may(`/${list}/x/merges`))
    return null;
  return (
    <CompareButton list={list} kept={one.id} merged={other.id} label="Merge the two…" testId="bulk-merge" />
  );
}
