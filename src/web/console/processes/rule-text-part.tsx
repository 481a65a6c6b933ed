/** The text of a sales rule, with its faults at their lines and what it comes to beside it while somebody writes. */
import { Skeleton, Text } from '@mantine/core';
import { lazy, Suspense, useMemo, useState } from 'react';
import { PreviewPanel } from '../rules/preview-panel.tsx';
import { useDraft } from '../rules/use-draft.tsx';

const CodeEditor = lazy(() => import('../rules/code-editor.tsx'));

export function RuleTextPart() {
  const { texts, write, isEditing, preview, mayChange } = useDraft();
  const [goTo, setGoTo] = useState<{ line: number } | null>(null);
  const errors = useMemo(() => preview?.errors ?? [], [preview]);
  return (
    <div className="writing">
      <div className="written">
        <Suspense fallback={<Skeleton height={300} />}>
          <CodeEditor
            label="The text"
            value={texts.text}
            onChange={isEditing ? (text) => write({ text }) : undefined}
            errors={errors}
            warnings={preview?.warnings}
            goTo={goTo}
          />
        </Suspense>
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
