/** What the rules give, taken as what examples expect: shown line by line first, and written only when somebody says so. */
import { Button, Group, Modal, Text } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { DraftPreview } from '../../../contract/api/api.ts';
import { counted } from '../parts/counted.ts';
import { Foreign } from '../parts/others.tsx';
import { lineChanges, unmetOf, withActual } from './take-actual.ts';
import { useDraft } from './use-draft.tsx';

interface Props {
  ran: DraftPreview['examples'];
  /** Which of them is taken; all that are not met where none is named. */
  position?: number;
  label: string;
}

/** The button, and what it would write. Of a draft alone: what is live is not written. */
export function TakeActual({ ran, position, label }: Props) {
  const { isEditing } = useDraft();
  const [isOpen, setOpen] = useState(false);
  if (!isEditing) return null;
  return (
    <>
      <Button size="compact-xs" variant="default" mt={4} onClick={() => setOpen(true)} data-testid="take">
        {label}
      </Button>
      {isOpen && <TakeDialog ran={ran} position={position} onClose={() => setOpen(false)} />}
    </>
  );
}

interface DialogProps {
  ran: Props['ran'];
  position: number | undefined;
  onClose: () => void;
}

function TakeDialog({ ran, position, onClose }: DialogProps) {
  const { texts, write } = useDraft();
  const before = texts.examples ?? '';
  // Each text is read once, and not at every stroke of a key beside it: a long one takes a second.
  const positions = useMemo(
    () => (position === undefined ? unmetOf(ran).map((one) => one.position) : [position]),
    [ran, position],
  );
  const { text: after, byHand } = useMemo(() => withActual(before, ran, positions), [before, ran, positions]);
  const { gone, come } = useMemo(() => lineChanges(before, after), [before, after]);
  return (
    <Modal
      opened
      onClose={onClose}
      title={`Expect what it gives in ${counted(positions.length, 'example')}`}
      size="lg"
      closeButtonProps={{ 'aria-label': 'Close' }}
      data-testid="take-dialog"
    >
      <Text size="sm" mb="xs">
        The examples then hold these scores as right. They are published with the draft, and everybody who
        reads its versions sees them. A title stays as it is written: where it names the former score, correct
        it.
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
      {byHand.length > 0 && <ByHand examples={byHand} />}
      {after === before && byHand.length === 0 && (
        <Text>Somebody has changed these examples: look at them again.</Text>
      )}
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

/** Another example would change too, or there is no one value to put in place. */
function ByHand({ examples }: { examples: readonly string[] }) {
  return (
    <div data-testid="take-by-hand">
      <Text mt="xs">
        {examples.length === 1 ? 'This example' : 'These examples'} cannot be taken: what is expected is
        written elsewhere, or shared by an alias. Change it by hand.
      </Text>
      <ul className="changes">
        {[...new Set(examples)].map((example) => (
          <li key={example}>
            <Foreign text={example} />
          </li>
        ))}
      </ul>
    </div>
  );
}
