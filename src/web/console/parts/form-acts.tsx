/** The acts below a form in a dialog: to do what it is for, or to leave it. */
import { Button, Group } from '@mantine/core';

interface Props {
  /** As `Save`. */
  label: string;
  isPending: boolean;
  /** True for what ends something. */
  isEnd?: boolean;
  testId: string;
  onCancel: () => void;
}

export function FormActs({ label, isPending, isEnd = false, testId, onCancel }: Props) {
  return (
    <Group>
      <Button type="submit" {...(isEnd && { color: 'red' })} loading={isPending} data-testid={testId}>
        {label}
      </Button>
      <Button variant="default" onClick={onCancel}>
        Cancel
      </Button>
    </Group>
  );
}
