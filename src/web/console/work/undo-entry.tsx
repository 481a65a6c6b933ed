/** The button of an entry of a timeline that takes it back; or why it cannot be. */
import { Button } from '@mantine/core';
import { api } from '../api.ts';
import { dateInWords } from '../parts/format.ts';
import { Foreign } from '../parts/others.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { useAct } from '../parts/undo.tsx';

/** A moment as the API writes it. */
const moment = /\d{4}-\d\d-\d\dT[\d:.]+Z/g;

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
        · cannot be undone: <Foreign text={refusal.replace(moment, dateInWords)} />
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
