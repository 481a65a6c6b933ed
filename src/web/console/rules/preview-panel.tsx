/** What the shown text comes to: its faults and warnings, its examples one by one, and what it changes. */
import { Badge, Button, Skeleton, Text, Title, UnstyledButton } from '@mantine/core';
import type { DraftPreview } from '../../../contract/api/api.ts';
import { Foreign } from '../parts/others.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { unmetOf } from './take-actual.ts';
import { TakeActual } from './take-dialog.tsx';
import { corrected } from './text-lines.ts';
import { useDraft } from './use-draft.tsx';

type Where = DraftPreview['errors'][number]['in'];

export function PreviewPanel({ onGo }: { onGo: (where: Where, line: number) => void }) {
  const { preview, previewError, isEditing, source } = useDraft();
  if (preview === undefined && previewError !== null) return <Refusal error={previewError} />;
  if (preview === undefined) return <Skeleton height={200} className="outcome" />;
  const { errors, warnings, changes, words = [] } = preview;
  return (
    <aside className="outcome" aria-label="What it comes to">
      {errors.length > 0 && (
        <section data-testid="faults">
          <Title order={2} size="h5">
            {errors.length} {errors.length === 1 ? 'fault' : 'faults'}
          </Title>
          {errors.map((error) => (
            <Note key={keyOf(error)} note={error} where={error.in} onGo={onGo} testId="fault" />
          ))}
        </section>
      )}
      {warnings.length > 0 && (
        <section data-testid="warnings">
          <Title order={2} size="h5">
            {warnings.length} {warnings.length === 1 ? 'warning' : 'warnings'}
          </Title>
          <Text size="sm" className="quiet">
            They stop nothing: the text can be published as it is.
          </Text>
          {warnings.map((warning) => (
            <Note key={keyOf(warning)} note={warning} where="text" onGo={onGo} testId="warning" />
          ))}
        </section>
      )}
      {source.hasExamples && <Examples preview={preview} />}
      {isEditing && errors.every((error) => error.in !== 'text') && (
        <section data-testid="changes">
          <Title order={2} size="h5">
            {changes.length === 0 ? 'No changes yet' : `What it changes (${changes.length})`}
          </Title>
          <ChangeList changes={changes} />
        </section>
      )}
      {words.length > 0 && (
        <section data-testid="rule-words">
          <Title order={2} size="h5">
            What it says
          </Title>
          <ChangeList changes={words} />
        </section>
      )}
    </aside>
  );
}

type TextNote = DraftPreview['warnings'][number];

const keyOf = ({ line, column, message }: TextNote) => `${line} ${column} ${message}`;

interface NoteProps {
  note: TextNote;
  where: Where;
  onGo: (where: Where, line: number) => void;
  testId: 'fault' | 'warning';
}

/** One fault or warning: it leads to its line, and writes what is likely meant. */
function Note({ note: { instead, ...note }, where, onGo, testId }: NoteProps) {
  const { texts, write, isEditing } = useDraft();
  const correct = () => {
    const text = where === 'text' ? texts.text : (texts.examples ?? '');
    const next = corrected(text, { ...note, instead: instead ?? '' });
    write(where === 'text' ? { text: next } : { examples: next });
  };
  return (
    <div className={`fault ${testId}`}>
      <UnstyledButton onClick={() => onGo(where, note.line)} data-testid={testId}>
        <b>
          {where === 'examples' ? 'Examples, line' : 'Line'} {note.line}
        </b>
        <Foreign text={note.message} />
      </UnstyledButton>
      {instead !== null && isEditing && (
        <Button size="compact-xs" variant="default" mt={4} onClick={correct} data-testid="correct">
          <span>
            Write <Foreign text={instead} />
          </span>
        </Button>
      )}
    </div>
  );
}

function Examples({ preview: { examples, examplesSkipped, errors } }: { preview: DraftPreview }) {
  const unmet = unmetOf(examples);
  if (examples.length === 0)
    return errors.length > 0 ? null : (
      <section data-testid="examples">
        <Title order={2} size="h5">
          No examples
        </Title>
        <Text size="sm" className="quiet">
          An example is a behaviour and the score that it must come to. With some, nobody breaks a rule
          unseen.
        </Text>
      </section>
    );
  return (
    <section data-testid="examples">
      <Title order={2} size="h5">
        Examples{' '}
        <Badge
          color={unmet.length === 0 ? 'green' : 'red'}
          variant="light"
          tt="none"
          data-testid="examples-met"
        >
          {examples.length - unmet.length} of {examples.length} met
        </Badge>
      </Title>
      {unmet.map(({ example, differences, position }) => (
        <div key={position} className="unmet" data-testid="unmet">
          <Foreign text={example} />
          {differences.map((difference) => (
            <Text key={difference} size="sm" className="at-fault">
              <Foreign text={difference} />
            </Text>
          ))}
          <TakeActual ran={examples} position={position} label="Take what it gives…" />
        </div>
      ))}
      {unmet.length > 1 && <TakeActual ran={examples} label={`Take what all ${unmet.length} give…`} />}
      {examplesSkipped > 0 && (
        <Text size="sm" className="quiet">
          {examplesSkipped} more run when it is published: together they have too many events for while you
          type.
        </Text>
      )}
    </section>
  );
}

export function ChangeList({ changes }: { changes: readonly string[] }) {
  return (
    <ul className="changes">
      {changes.map((change) => (
        <li key={change}>
          <Foreign text={change} />
        </li>
      ))}
    </ul>
  );
}
