/** The question before something of the installation ends for good: what that means, the act, and why it was refused. */
import { Alert, Button, Group, Modal, Stack } from '@mantine/core';
import { isolated } from '../../../base/text/text.ts';
import { Foreign } from '../parts/others.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { useAct } from '../parts/undo.tsx';

interface Props {
  /** As `Revoke` and `revoked`. */
  verb: string;
  ended: string;
  name: string;
  warning: string;
  run: () => Promise<unknown>;
  onClose: () => void;
}

export function EndDialog({ verb, ended, name, warning, run, onClose }: Props) {
  const end = useAct({
    name: verb.toLowerCase(),
    run,
    said: () => `${isolated(name)} is ${ended}`,
    onDone: onClose,
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title={
        <>
          {verb} <Foreign text={name} />
        </>
      }
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Stack gap="sm">
        <Alert color="red">{warning} This cannot be undone.</Alert>
        <Refusal error={end.error} />
        <Group>
          <Button
            color="red"
            loading={end.isPending}
            onClick={() => end.mutate(undefined)}
            data-testid={`${verb.toLowerCase()}-now`}
          >
            {verb} it
          </Button>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
