/**
 * A notification of what was just done, shown for a while, with a button that undoes it. It waits while it has the focus or the
 * pointer. The key `z` undoes the latest one that is shown, wherever the focus is.
 */
import { Button, Kbd } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query';
import { momentsInWords } from './format.ts';

const shownMs = 10_000;
/** More at once would hold back what was done last. */
const shownMax = 3;
/** What is shown, the latest last. */
let shown: readonly string[] = [];

/** Undos that are shown, the latest last. */
const undos = new Map<string, () => Promise<void>>();

/** Undoes what was done last, and says so; also where nothing can be undone any more. */
export function undoLatest(): void {
  const latest = [...undos.values()].at(-1);
  if (latest !== undefined) void latest();
  else
    notifications.show({
      ...{ id: 'nothing-to-undo', autoClose: shownMs, closeButtonProps: { 'aria-label': 'Dismiss' } },
      title: 'Nothing to undo',
      message: 'Acts of before are in the history of their record, with an Undo for a day.',
    });
}

/** Says what was taken back. */
function showUndone(what: string): void {
  notifications.show({
    ...{ color: 'green', autoClose: shownMs, closeButtonProps: { 'aria-label': 'Dismiss' } },
    title: 'Undone',
    message: what,
  });
}

/** An act on a work item: refreshes the page, and offers undo where it can. */
export interface Act<Given, Answer> {
  /** Names its notification and its button for tests: `undo-<name>`. */
  name: string;
  run(given: Given): Promise<Answer>;
  /** In the past: what has been done. */
  said(answer: Answer, given: Given): string;
  undo?(answer: Answer, given: Given): Promise<unknown>;
  /** Whether it takes back itself what is said: every undo reads alike, wherever its button is. */
  isUndo?: boolean;
  /** Whether this one can be undone; without it, each can. */
  isUndoable?(answer: Answer, given: Given): boolean;
  onDone?(answer: Answer, given: Given): void;
}

export function useAct<Given, Answer>({
  name,
  run,
  said,
  undo: undoOf,
  isUndo = false,
  isUndoable,
  onDone,
}: Act<Given, Answer>): UseMutationResult<Answer, Error, Given> {
  const queries = useQueryClient();
  const refresh = () => queries.invalidateQueries({ queryKey: ['work'] });
  return useMutation({
    mutationFn: run,
    // What is shown may be older than what refused it.
    onError: () => void refresh(),
    onSuccess: (answer, given) => {
      void refresh();
      onDone?.(answer, given);
      if (isUndo) return showUndone(said(answer, given));
      const undo = isUndoable?.(answer, given) === false ? undefined : undoOf;
      const id = `${name}-${Date.now()}`;
      const takeBack = async () => {
        undos.delete(id);
        notifications.hide(id);
        try {
          await undo?.(answer, given);
          showUndone(said(answer, given));
        } catch (error) {
          notifications.show({
            color: 'red',
            title: 'The undo failed',
            message: momentsInWords((error as Error).message),
          });
        }
        void refresh();
      };
      if (undo !== undefined) undos.set(id, takeBack);
      shown = [...shown, id];
      for (const oldest of shown.slice(0, -shownMax)) notifications.hide(oldest);
      notifications.show({
        id,
        color: 'green',
        onClose: () => {
          undos.delete(id);
          shown = shown.filter((one) => one !== id);
        },
        closeButtonProps: { 'aria-label': 'Dismiss' },
        title: said(answer, given),
        autoClose: shownMs,
        message: undo && (
          <Button
            size="compact-sm"
            variant="light"
            color="green"
            c="var(--done)"
            onClick={() => void takeBack()}
            data-testid={`undo-${name}`}
          >
            Undo <Kbd size="xs">z</Kbd>
          </Button>
        ),
      });
    },
  });
}
