/** How far a long run is, with a button that calls it off. */
import { Button, Group, Progress, Text } from '@mantine/core';

/** How often a run is looked at. */
export const lookEveryMs = 700;

interface Props {
  /** Names it for tests. */
  name: string;
  progress: { eventsRead: number; eventsTotal: number };
  /** Null for those who may not. */
  onCancel: (() => void) | null;
}

export function RunProgress({ name, progress: { eventsRead, eventsTotal }, onCancel }: Props) {
  const part = eventsTotal === 0 ? 0 : (eventsRead / eventsTotal) * 100;
  return (
    <div role="status" data-testid={`${name}-progress`}>
      <Progress value={part} aria-label="How far it is" animated mb="xs" />
      <Group justify="space-between">
        <Text size="sm" className="number">
          {eventsRead.toLocaleString()} of {eventsTotal.toLocaleString()} events read
        </Text>
        {onCancel !== null && (
          <Button size="compact-sm" variant="default" onClick={onCancel} data-testid={`${name}-cancel`}>
            Call it off
          </Button>
        )}
      </Group>
    </div>
  );
}
