/** The records that are selected, as a file of CSV. */
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Refusal } from '../parts/refusal.tsx';
import { saveFile } from '../parts/save-file.ts';
import type { BulkList } from './bulk-api.ts';
import { exportedKind, exportRecords } from './export-records.ts';

/** `ids` is null where all that fit are selected: the table's own button exports these. */
export function ExportChosen({ list, ids }: { list: BulkList; ids: string[] | null }) {
  const kind = exportedKind(list);
  const save = useMutation({
    mutationFn: (chosen: string[]) => exportRecords(kind ?? 'people', chosen),
    onSuccess: (file) => saveFile(`${list}.csv`, file),
  });
  if (kind === null || ids === null) return null;
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        loading={save.isPending}
        onClick={() => save.mutate(ids)}
        data-testid="bulk-export"
      >
        CSV
      </Button>
      <Refusal error={save.error} />
    </>
  );
}
