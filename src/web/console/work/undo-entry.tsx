/** The button of an entry of a timeline that takes it back; or why it cannot be. */
import { Button } from '@mantine/core';
import { api } from '../api.ts';
import { Foreign } from '../parts/others.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { useAct } from '../parts/undo.tsx';

interface Props {
  record: string;
  entry: string;
  refusal: string | null;
}

export function UndoEntry({ record, entry, refusal }: Props) {
  const undo = useAct({
    name: 'undo-entry',
    run: () => api.undoEntry(record, entry),
    said: () => 'It is as it was before',
  });
  if (refusal !== null)
    return (
      <span data-testid="undo-refused">
        · cannot be undone: <Foreign text={refusal} />
      </span>
    );
  return (
    <>
      <Button
        size="compact-xs"
        variant="subtle"
        loading={undo.isPending}
        onClick={() => undo.mutate(undefined)}
        data-testid="undo-entry"
      >
        Undo
      </Button>
      <Refusal error={undo.error} />
    </>
  );
}
