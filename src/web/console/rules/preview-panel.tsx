/** What the shown text comes to: its faults, its examples one by one, and what it changes. */
import { Badge, Skeleton, Text, Title, UnstyledButton } from '@mantine/core';
import type { DraftPreview } from '../../../contract/api/api.ts';
import { Foreign } from '../parts/others.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { useDraft } from './use-draft.tsx';

type Where = DraftPreview['errors'][number]['in'];

export function PreviewPanel({ onGo }: { onGo: (where: Where, line: number) => void }) {
  const { preview, previewError, isEditing, source } = useDraft();
  if (preview === undefined && previewError !== null) return <Refusal error={previewError} />;
  if (preview === undefined) return <Skeleton height={200} className="outcome" />;
  const { errors, changes, words = [] } = preview;
  return (
    <aside className="outcome" aria-label="What it comes to">
      {errors.length > 0 && (
        <section data-testid="faults">
          <Title order={2} size="h5">
            {errors.length} {errors.length === 1 ? 'fault' : 'faults'}
          </Title>
          {errors.map((error) => (
            <UnstyledButton
              key={`${error.in} ${error.line} ${error.column} ${error.message}`}
              className="fault"
              onClick={() => onGo(error.in, error.line)}
              data-testid="fault"
            >
              <b>
                {error.in === 'examples' ? 'Examples, line' : 'Line'} {error.line}
              </b>
              <Foreign text={error.message} />
            </UnstyledButton>
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

function Examples({ preview: { examples, examplesSkipped, errors } }: { preview: DraftPreview }) {
  const unmet = examples.filter(({ differences }) => differences.length > 0);
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
      {unmet.map(({ example, differences }) => (
        <div key={example} className="unmet" data-testid="unmet">
          <Foreign text={example} />
          {differences.map((difference) => (
            <Text key={difference} size="sm" className="overdue">
              <Foreign text={difference} />
            </Text>
          ))}
        </div>
      ))}
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
