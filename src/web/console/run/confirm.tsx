/** A question before an act that cannot be undone: it says what becomes of how many, and the safe answer has the focus. */
import { Button, Group, Modal, Text } from '@mantine/core';

export interface Question {
  title: string;
  says: string;
  /** The words of the button that acts. */
  yes: string;
  act(): void;
}

export function Confirm({ question, onClose }: { question: Question | null; onClose: () => void }) {
  return (
    <Modal
      opened={question !== null}
      onClose={onClose}
      title={question?.title}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Text mb="md">{question?.says}</Text>
      <Group justify="end">
        <Button variant="default" onClick={onClose} data-autofocus>
          Cancel
        </Button>
        <Button
          onClick={() => {
            onClose();
            question?.act();
          }}
          data-testid="confirm"
        >
          {question?.yes}
        </Button>
      </Group>
    </Modal>
  );
}
