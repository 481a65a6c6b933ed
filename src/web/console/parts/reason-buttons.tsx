/** One tap gives the reason: a button for each of the usual ones. */
import { Button, Group } from '@mantine/core';

interface Props {
  /** The question, for those who do not see the buttons. */
  label: string;
  reasons: readonly string[];
  isPending: boolean;
  onReason: (reason: string) => void;
  testId: string;
}

export function ReasonButtons({ label, reasons, isPending, onReason, testId }: Props) {
  return (
    <Group gap="xs" role="group" aria-label={label}>
      {reasons.map((reason) => (
        <Button
          key={reason}
          size="compact-sm"
          variant="default"
          loading={isPending}
          onClick={() => onReason(reason)}
          data-testid={testId}
        >
          {reason}
        </Button>
      ))}
    </Group>
  );
}
