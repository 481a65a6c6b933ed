/** A key that gets a new text, and a key that ends: each asked before it is done, because clients depend on it. */
import { Button, Group, Modal, NativeSelect, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { isolated } from '../../../base/text/text.ts';
import type { IngestKeyView } from '../../../contract/api/api.ts';
import { Foreign } from '../parts/others.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { useAct } from '../parts/undo.tsx';
import { accessApi } from './access-api.ts';
import { EndDialog } from './end-dialog.tsx';

const graces = [
  { value: '86400', label: 'A day' },
  { value: '604800', label: 'A week' },
  { value: '3600', label: 'An hour' },
  { value: '0', label: 'Not at all: it is refused at once' },
];

interface RotateProps {
  view: IngestKeyView;
  onClose: () => void;
  onRotated: (view: IngestKeyView) => void;
}

export function RotateDialog({ view, onClose, onRotated }: RotateProps) {
  const [grace, setGrace] = useState('86400');
  const rotate = useAct({
    name: 'rotate',
    run: async () => {
      const rotated = await accessApi.rotateKey(view.id, Number(grace));
      onRotated(rotated);
      return rotated;
    },
    said: () => `${isolated(view.name)} has a new text`,
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title={
        <>
          Rotate <Foreign text={view.name} />
        </>
      }
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Stack gap="sm">
        <Text size="sm">It gets a new text. Change your clients before the old one ends.</Text>
        <NativeSelect
          label="The old text counts for"
          value={grace}
          onChange={({ currentTarget }) => setGrace(currentTarget.value)}
          data={graces}
          data-testid="grace"
        />
        <Refusal error={rotate.error} />
        <Group>
          <Button
            loading={rotate.isPending}
            onClick={() => rotate.mutate(undefined)}
            data-testid="rotate-now"
          >
            Rotate
          </Button>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

export function RevokeDialog({ view: { id, name }, onClose }: { view: IngestKeyView; onClose: () => void }) {
  return (
    <EndDialog
      verb="Revoke"
      ended="revoked"
      name={name}
      warning="Clients with it are refused at once, for good. What they sent stays."
      run={() => accessApi.revokeKey(id)}
      onClose={onClose}
    />
  );
}
