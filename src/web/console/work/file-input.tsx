/** A field that names a file of its record: one that is there, or one that is attached now. */
import { NativeSelect, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { isolated } from '../../../base/text/text.ts';
import type { AttachedRecord } from '../api/api.ts';
import { Refusal } from '../parts/refusal.tsx';
import { AttachButton, filesQuery, useAttaching } from './attaching.tsx';

interface Props {
  record: AttachedRecord;
  label: string;
  /** The id of a file. */
  typed: string;
  change(id: string): void;
  isRequired: boolean;
  isFirst: boolean;
}

export function FileInput({ record, label, typed, change, isRequired, isFirst }: Props) {
  const { data, error } = useQuery(filesQuery(record));
  const adding = useAttaching(record, change);
  return (
    <Stack gap="xs" align="stretch" data-testid="file-field">
      <NativeSelect
        data-autofocus={isFirst ? true : undefined}
        label={label}
        description="A file of this record. Attach it here where it is not there yet."
        required={isRequired}
        data={[
          { value: '', label: '' },
          ...(data?.items ?? []).map(({ id, name }) => ({ value: id, label: isolated(name) })),
        ]}
        value={typed}
        onChange={({ currentTarget }) => change(currentTarget.value)}
      />
      <Refusal error={error ?? adding.error} />
      <AttachButton adding={adding} label={`File to attach as ${label}`} />
    </Stack>
  );
}

/** Where records are many: each has a file of its own. */
export function FileElsewhere({ label }: { label: string }) {
  return <Text size="sm">{label}: attach the file on the page of each record.</Text>;
}
