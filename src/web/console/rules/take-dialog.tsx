/** What the rules give, taken as what examples expect: shown line by line first, and written only when somebody says so. */
import { Button, Group, Modal, Text } from '@mantine/core';
import { useState } from 'react';
import type { DraftPreview } from '../../../contract/api/api.ts';
import { counted } from '../parts/counted.ts';
import { Foreign } from '../parts/others.tsx';
import { lineChanges, withActual } from './take-actual.ts';
import { useDraft } from './use-draft.tsx';

interface Props {
  ran: DraftPreview['examples'];
  /** Which of them are taken. */
  places: readonly number[];
  label: string;
}

/** The button, and what it would write. Of a draft alone: what is live is not written. */
export function TakeActual({ ran, places, label }: Props) {
  const { isEditing } = useDraft();
  const [isOpen, setOpen] = useState(false);
  if (!isEditing) return null;
  return (
    <>
      <Button size="compact-xs" variant="default" mt={4} onClick={() => setOpen(true)} data-testid="take">
        {label}
      </Button>
      {isOpen && <TakeDialog ran={ran} places={places} onClose={() => setOpen(false)} />}
    </>
  );
}

function TakeDialog({ ran, places, onClose }: Omit<Props, 'label'> & { onClose: () => void }) {
  const { texts, write } = useDraft();
  const before = texts.examples ?? '';
  const after = withActual(before, ran, places);
  const { gone, come } = lineChanges(before, after);
  return (
    <Modal
      opened
      onClose={onClose}
      title={`Expect what it gives in ${counted(places.length, 'example')}`}
      size="lg"
      closeButtonProps={{ 'aria-label': 'Close' }}
      data-testid="take-dialog"
    >
      <Text size="sm" mb="xs">
        The examples then hold these scores as right. They are published with the draft, and everybody who
        reads its versions sees them.
      </Text>
      <div className="code line-changes" data-testid="take-changes">
        {gone.map(({ line, text }) => (
          <del key={line}>
            <Foreign text={text} />
          </del>
        ))}
        {come.map(({ line, text }) => (
          <ins key={line}>
            <Foreign text={text} />
          </ins>
        ))}
      </div>
      {after === before && <Text>Somebody has changed these examples: look at them again.</Text>}
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button
          disabled={after === before}
          onClick={() => {
            write({ examples: after });
            onClose();
          }}
          data-testid="take-now"
        >
          Expect this
        </Button>
      </Group>
    </Modal>
  );
}
