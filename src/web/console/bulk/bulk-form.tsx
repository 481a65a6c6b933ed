/** The frame of each form of an act on many records: what it asks for, what was refused, and what can be undone. */
import { Button, Group, Stack, Text } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import { Refusal } from '../parts/refusal.tsx';
import type { BulkWanted } from './bulk-api.ts';

export interface FormProps {
  /** `12 leads`. */
  words: string;
  begin: (wanted: BulkWanted) => void;
  isPending: boolean;
  error: Error | null;
  onClose: () => void;
}

/** The frame of each form: `wanted` is null while something is missing, `isFinal` says that there is no way back. */
export function Form({
  label,
  wanted,
  isFinal = false,
  children,
  begin,
  isPending,
  error,
  onClose,
}: FormProps & { label: string; wanted: BulkWanted | null; isFinal?: boolean; children: ReactNode }) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (wanted !== null) begin(wanted);
  };
  return (
    <Stack component="form" onSubmit={submit} data-testid="bulk-form">
      {children}
      <Refusal error={error} />
      <Text size="sm" className="quiet">
        Each is changed with your rights; those that are refused are listed.{' '}
        {isFinal ? 'This cannot be undone: customers know of it.' : 'It can be undone for a day.'}
      </Text>
      <Group grow preventGrowOverflow={false}>
        <Button type="submit" disabled={wanted === null} loading={isPending} data-testid="bulk-now">
          {label}
        </Button>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
      </Group>
    </Stack>
  );
}
