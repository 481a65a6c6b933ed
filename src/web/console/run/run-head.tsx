/** The head of long work that somebody starts: its name, and the act that fits, to start it or to cancel what runs. */
import { Button, Group } from '@mantine/core';

interface Act {
  isPending: boolean;
  run: () => void;
}

interface Props {
  title: string;
  /** Null where the user may do neither. */
  acts: { start: Act & { label: string; testId: string }; cancel: Act; isRunning: boolean } | null;
}

export function RunHead({ title, acts }: Props) {
  return (
    <Group justify="space-between">
      <h2>{title}</h2>
      {acts?.isRunning === true && (
        <Button size="compact-sm" variant="default" loading={acts.cancel.isPending} onClick={acts.cancel.run}>
          Cancel it
        </Button>
      )}
      {acts?.isRunning === false && (
        <Button
          size="compact-sm"
          variant="default"
          loading={acts.start.isPending}
          onClick={acts.start.run}
          data-testid={acts.start.testId}
        >
          {acts.start.label}
        </Button>
      )}
    </Group>
  );
}
