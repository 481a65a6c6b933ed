/** Somebody else has changed the draft: both texts, and the choice which stays. */
import { Button, Group, Modal, Text } from '@mantine/core';
import { dateInWords } from '../parts/format.ts';
import { Foreign } from '../parts/others.tsx';
import { changedLines } from './text-lines.ts';
import { useDraft } from './use-draft.tsx';

export function Conflict() {
  const { conflict, choose, texts } = useDraft();
  if (conflict === null) return null;
  const isGone = conflict === 'gone';
  return (
    <Modal
      opened
      onClose={() => undefined}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      size="80rem"
      title={isGone ? 'The draft is gone' : 'Somebody else has changed this draft'}
      data-testid="conflict"
    >
      {isGone ? (
        <Text mb="md">
          It was published or thrown away while you were writing. What you wrote is still here.
        </Text>
      ) : (
        <>
          <Text mb="md">
            <Foreign text={conflict.changedBy} /> saved another text, {dateInWords(conflict.changedAt)}. Lines
            that differ are marked. Nothing is overwritten until you choose.
          </Text>
          <div className="both">
            <Side title="Yours" text={texts.text} other={conflict.text} />
            <Side title={`Of ${conflict.changedBy}`} text={conflict.text} other={texts.text} />
          </div>
          {conflict.examples !== texts.examples && (
            <div className="both">
              <Side title="Your examples" text={texts.examples ?? ''} other={conflict.examples ?? ''} />
              <Side title="Their examples" text={conflict.examples ?? ''} other={texts.examples ?? ''} />
            </div>
          )}
        </>
      )}
      <Group mt="md" justify="end">
        <Button variant="default" onClick={() => choose('theirs')} data-testid="take-theirs">
          {isGone ? 'Forget what I wrote' : 'Take theirs'}
        </Button>
        <Button onClick={() => choose('mine')} data-testid="keep-mine">
          {isGone ? 'Begin a new draft with mine' : 'Keep mine'}
        </Button>
      </Group>
    </Modal>
  );
}

function Side({ title, text, other }: { title: string; text: string; other: string }) {
  const changed = changedLines(text, other);
  return (
    <section aria-label={title}>
      <h3>
        <Foreign text={title} />
      </h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls is reached by the keyboard */}
      <pre className="text" tabIndex={0}>
        {text.split('\n').map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other name
          <span key={index} data-changed={changed.has(index)}>
            {line}
            {'\n'}
          </span>
        ))}
      </pre>
    </section>
  );
}
