/** The text of a sales rule, with its faults at their lines and what it comes to beside it while somebody writes. */
import { Skeleton, Text } from '@mantine/core';
import { useMemo, useState } from 'react';
import { lazyPart } from '../parts/lazy-part.tsx';
import { PreviewPanel } from '../rules/preview-panel.tsx';
import { useDraft } from '../rules/use-draft.tsx';

const CodeEditor = lazyPart(
  () => import('../rules/code-editor.tsx'),
  'CodeEditor',
  <Skeleton height={300} />,
);

export function RuleTextPart() {
  const { texts, write, isEditing, preview, mayChange } = useDraft();
  const [goTo, setGoTo] = useState<{ line: number } | null>(null);
  const errors = useMemo(() => preview?.errors ?? [], [preview]);
  return (
    <div className="writing">
      <div className="written">
        <CodeEditor
          label="The text"
          value={texts.text}
          onChange={isEditing ? (text) => write({ text }) : undefined}
          errors={errors}
          warnings={preview?.warnings}
          goTo={goTo}
        />
        {!isEditing && mayChange && (
          <Text className="quiet" size="sm" mt="xs">
            This is what is live. Edit it in a draft: nothing changes before it is published.
          </Text>
        )}
      </div>
      {mayChange && <PreviewPanel onGo={(_where, line) => setGoTo({ line })} />}
    </div>
  );
}
