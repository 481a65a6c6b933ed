/** The button of an entry of a timeline, or of a logged activity, that takes it back; or why it cannot be. */
import { Button } from '@mantine/core';
import { api } from '../api/api.ts';
import { momentsInWords } from '../parts/format.ts';
import { Foreign } from '../parts/others.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { useAct } from '../parts/undo.tsx';
import type { Undoable } from './happened.ts';

/** `what`: what it takes back, in words. */
export function UndoEntry({ of, what }: { of: Undoable; what: string }) {
  const undo = useAct({
    name: 'undo-entry',
    run: () => ('activity' in of ? api.undoLog(of.activity) : api.undoEntry(of.record, of.entry)),
    said: () => what,
    isUndo: true,
  });
  if ('refusal' in of && of.refusal !== null)
    return (
      <span data-testid="undo-refused">
        · cannot be undone: <Foreign text={momentsInWords(of.refusal)} />
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
      <Refusal error={undo.error && new Error(momentsInWords(undo.error.message))} />
    </>
  );
}
