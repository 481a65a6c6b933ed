/** Leaving a draft: what is written is saved first, and nothing is lost where that fails. */
import { Button, Group, Modal, Text } from '@mantine/core';
import { useBlocker } from '@tanstack/react-router';
import { Refusal } from '../parts/refusal.tsx';
import { isWithin } from './drafting.ts';
import { useDraft } from './use-draft.tsx';

export function Leaving() {
  const { source, error, saveNow, hasUnsaved } = useDraft();
  const left = useBlocker({
    shouldBlockFn: async ({ next }) =>
      hasUnsaved() && !isWithin(source.address, next.pathname) && !(await saveNow()),
    enableBeforeUnload: hasUnsaved,
    withResolver: true,
  });
  if (left.status !== 'blocked') return null;
  return (
    <Modal
      opened
      onClose={left.reset}
      title="What you wrote is not saved"
      centered
      closeButtonProps={{ 'aria-label': 'Close' }}
      data-testid="leaving"
    >
      <Refusal error={error} />
      <Text my="md">It is tried again by itself while you stay on this page.</Text>
      <Group justify="end">
        <Button variant="default" color="red" onClick={left.proceed} data-testid="leave">
          Leave without it
        </Button>
        <Button onClick={left.reset} data-autofocus data-testid="stay">
          Stay here
        </Button>
      </Group>
    </Modal>
  );
}
