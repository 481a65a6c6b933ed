/** The end of a sheet that publishes: a note, why it cannot be published yet, why it was refused, the act. */
import { Alert, Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import { Refusal } from '../parts/refusal.tsx';

interface Props {
  /** As `Publish`. */
  label: string;
  /** Why it cannot be published as it is; null when it can. */
  why: string | null;
  error: Error | null;
  isPending: boolean;
  onPublish: (note: string) => void;
}

export function PublishEnd({ label, why, error, isPending, onPublish }: Props) {
  const [note, setNote] = useState('');
  return (
    <>
      <Textarea
        label="Note"
        description="Why, for everybody who reads the versions later."
        value={note}
        maxLength={1_000}
        onChange={({ currentTarget }) => setNote(currentTarget.value)}
        data-testid="publish-note"
      />
      {why !== null && <Alert color="yellow">{why}</Alert>}
      <Refusal error={error} />
      <Button
        onClick={() => onPublish(note.trim())}
        loading={isPending}
        disabled={why !== null}
        data-testid="publish-now"
      >
        {label}
      </Button>
    </>
  );
}
