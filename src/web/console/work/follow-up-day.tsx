/** The day of a follow-up: typed, or as people say it. */
import { Button, Group, TextInput } from '@mantine/core';
import { useNow } from '../parts/clock.ts';
import { dayFrom } from '../parts/time.ts';

const followUps = [
  { label: 'Tomorrow', days: 1 },
  { label: 'In a week', days: 7 },
  { label: 'In 2 weeks', days: 14 },
] as const;

export function FollowUpDay({
  label,
  isRequired = false,
  day,
  choose,
}: {
  label: string;
  isRequired?: boolean;
  day: string;
  choose(day: string): void;
}) {
  const nowMs = useNow();
  return (
    <>
      <TextInput
        label={label}
        type="date"
        required={isRequired}
        min={dayFrom(nowMs, 0)}
        value={day}
        onChange={(event) => choose(event.currentTarget.value)}
      />
      <Group gap="xs">
        {followUps.map(({ label: said, days }) => (
          <Button key={said} size="compact-sm" variant="default" onClick={() => choose(dayFrom(nowMs, days))}>
            {said}
          </Button>
        ))}
      </Group>
    </>
  );
}
