/** The rules of a programme as a table and as the file, with what they come to beside them while somebody writes. */
import { SegmentedControl, Skeleton, Text } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { lazyPart } from '../parts/lazy-part.tsx';
import type { TableSearch } from '../parts/table-search.ts';
import { tableOf } from './edit-rules.ts';
import { PreviewPanel } from './preview-panel.tsx';
import { RulesTable } from './rules-table.tsx';
import { useDraft } from './use-draft.tsx';

const CodeEditor = lazyPart(() => import('./code-editor.tsx'), 'CodeEditor', <Skeleton height={300} />);

const views = [
  { value: 'table', label: 'Table' },
  { value: 'file', label: 'File' },
  { value: 'examples', label: 'Examples' },
];

export function RulesPart() {
  const { texts, write, live, isEditing, preview, mayChange } = useDraft();
  const navigate = useNavigate();
  const { as: asked = 'table' } = useSearch({ strict: false }) as TableSearch;
  const view = views.some(({ value }) => value === asked) ? asked : 'table';
  const [goTo, setGoTo] = useState<{ line: number } | null>(null);
  const table = useMemo(() => tableOf(texts.text), [texts.text]);
  const errors = preview?.errors;
  const errorsOfText = useMemo(() => errors?.filter((one) => one.in === 'text') ?? [], [errors]);
  const errorsOfExamples = useMemo(() => errors?.filter((one) => one.in === 'examples') ?? [], [errors]);
  const show = (value: string, line?: number) => {
    setGoTo(line === undefined ? null : { line });
    void navigate({ to: '.', search: value === 'table' ? {} : { as: value }, replace: true });
  };
  return (
    <div className="writing">
      <div className="written">
        <SegmentedControl
          data={views}
          value={view}
          onChange={(value) => show(value)}
          aria-label="How it is shown"
          mb="sm"
          data-testid="rules-as"
        />
        <Text className="quiet" size="sm" mb="xs" data-testid="rules-of">
          {isEditing
            ? live === null
              ? 'These are the rules of the draft. Nothing is live yet.'
              : `These are the rules of the draft, not those that score people now.${mayChange ? ' What differs is listed with them.' : ''}`
            : `These are the rules that score people now.${mayChange ? ' Change them in a draft: nobody is scored by a draft.' : ''}`}
        </Text>
        {view === 'table' &&
          (table === null ? (
            <Text py="md" data-testid="no-table">
              There is no table of this text. Change it in the file: its errors are shown at their lines.
            </Text>
          ) : (
            <RulesTable table={table} onShow={(line) => show('file', line)} />
          ))}
        {view === 'file' && (
          <CodeEditor
            key="file"
            label="The rules as a file"
            value={texts.text}
            onChange={isEditing ? (text) => write({ text }) : undefined}
            errors={errorsOfText}
            warnings={preview?.warnings}
            goTo={goTo}
          />
        )}
        {view === 'examples' && (
          <CodeEditor
            key="examples"
            label="The examples as a file"
            value={texts.examples ?? ''}
            onChange={
              isEditing
                ? (examples) => write({ examples: examples.trim() === '' ? null : examples })
                : undefined
            }
            errors={errorsOfExamples}
            goTo={goTo}
          />
        )}
      </div>
      {mayChange && (
        <PreviewPanel onGo={(where, line) => show(where === 'text' ? 'file' : 'examples', line)} />
      )}
    </div>
  );
}
