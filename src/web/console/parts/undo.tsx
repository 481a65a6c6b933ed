/** A notification of what was just done, shown for a while, with a button that undoes it. */
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query';

const shownMs = 10_000;

/** An act on a work item: refreshes the page, and offers undo where it can. */
export interface Act<Given, Answer> {
  /** Names its notification and its button for tests: `undo-<name>`. */
  name: string;
  run(given: Given): Promise<Answer>;
  /** In the past: what has been done. */
  said(answer: Answer, given: Given): string;
  undo?(answer: Answer, given: Given): Promise<unknown>;
  onDone?(): void;
}

export function useAct<Given, Answer>({
  name,
  run,
  said,
  undo,
  onDone,
}: Act<Given, Answer>): UseMutationResult<Answer, Error, Given> {
  const queries = useQueryClient();
  const refresh = () => queries.invalidateQueries({ queryKey: ['work'] });
  return useMutation({
    mutationFn: run,
    onSuccess: (answer, given) => {
      void refresh();
      onDone?.();
      const id = `${name}-${Date.now()}`;
      const takeBack = async () => {
        notifications.hide(id);
        try {
          await undo?.(answer, given);
        } catch (error) {
          notifications.show({ color: 'red', title: 'The undo failed', message: (error as Error).message });
        }
        void refresh();
      };
      notifications.show({
        id,
        color: 'green',
        title: said(answer, given),
        autoClose: shownMs,
        message: undo && (
          <Button
            size="compact-sm"
            variant="light"
            color="green"
            onClick={() => void takeBack()}
            data-testid={`undo-${name}`}
          >
            Undo
          </Button>
        ),
      });
    },
  });
}
