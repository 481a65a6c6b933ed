/** A file of YAML, edited as text, with its errors at their lines. */
import { yaml } from '@codemirror/lang-yaml';
import { syntaxHighlighting } from '@codemirror/language';
import { type Diagnostic, lintGutter, setDiagnostics } from '@codemirror/lint';
import { Compartment, EditorState } from '@codemirror/state';
import { classHighlighter } from '@lezer/highlight';
import { basicSetup, EditorView } from 'codemirror';
import { useEffect, useRef } from 'react';
import { styleNonce } from '../style-nonce.ts';

/** Lines and columns count from 1. */
export interface TextNote {
  line: number;
  column: number;
  /** Characters that it is about. */
  length: number;
  message: string;
  /** What is likely meant, offered as a button; null for nothing. */
  instead: string | null;
}

const noWarnings: readonly TextNote[] = [];

interface EditorProps {
  /** Its name for those who hear the page. */
  label: string;
  value: string;
  /** Absent: it is only read. */
  onChange?: ((value: string) => void) | undefined;
  errors: readonly TextNote[];
  /** What is legal and hardly meant. */
  warnings?: readonly TextNote[] | undefined;
  /** A line to go to; another object goes there again. */
  goTo?: { line: number } | null;
}

export function CodeEditor({
  label,
  value,
  onChange,
  errors,
  warnings = noWarnings,
  goTo = null,
}: EditorProps) {
  const container = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const changed = useRef(onChange);
  const reading = useRef(new Compartment());
  useEffect(() => {
    changed.current = onChange;
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the editor is made once; changes are dispatched below
  useEffect(() => {
    if (container.current === null) return;
    const editor = new EditorView({
      parent: container.current,
      state: EditorState.create({
        doc: value,
        extensions: [
          EditorView.cspNonce.of(styleNonce),
          basicSetup,
          yaml(),
          syntaxHighlighting(classHighlighter),
          lintGutter(),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
          reading.current.of(EditorState.readOnly.of(onChange === undefined)),
          EditorView.updateListener.of(({ docChanged, state }) => {
            if (docChanged) changed.current?.(state.doc.toString());
          }),
        ],
      }),
    });
    view.current = editor;
    return () => editor.destroy();
  }, []);
  const isReadOnly = onChange === undefined;
  useEffect(() => {
    view.current?.dispatch({ effects: reading.current.reconfigure(EditorState.readOnly.of(isReadOnly)) });
  }, [isReadOnly]);
  useEffect(() => {
    const editor = view.current;
    const present = editor?.state.doc.toString();
    if (editor && present !== undefined && present !== value)
      editor.dispatch({ changes: differenceOf(present, value) });
  }, [value]);
  useEffect(() => {
    const editor = view.current;
    if (editor)
      editor.dispatch(
        setDiagnostics(editor.state, [
          ...errors.map((error) => diagnosticOf(editor, error, 'error', isReadOnly)),
          ...warnings.map((warning) => diagnosticOf(editor, warning, 'warning', isReadOnly)),
        ]),
      );
  }, [errors, warnings, isReadOnly]);
  useEffect(() => {
    const editor = view.current;
    if (!editor || goTo === null) return;
    const at = editor.state.doc.line(Math.min(Math.max(1, goTo.line), editor.state.doc.lines)).from;
    editor.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: 'center' }) });
    editor.focus();
  }, [goTo]);
  return <div ref={container} className="code" data-testid="code" />;
}

/** At its word, with a button that writes what is likely meant. */
function diagnosticOf(
  { state: { doc } }: EditorView,
  { line, column, length, message, instead }: TextNote,
  severity: 'error' | 'warning',
  isReadOnly: boolean,
): Diagnostic {
  const { from: begin, to: end } = doc.line(Math.min(Math.max(1, line), doc.lines));
  const from = Math.min(begin + column - 1, end);
  const to = Math.min(from + length, end);
  const correct = (editor: EditorView, start: number, stop: number) =>
    editor.dispatch({ changes: { from: start, to: stop, insert: instead ?? '' } });
  const isOffered = instead !== null && !isReadOnly;
  return {
    ...{ from, to, severity, message },
    ...(isOffered && { actions: [{ name: `Write ${instead}`, apply: correct }] }),
  };
}

/** What differs alone, so that the cursor stays where somebody writes. */
function differenceOf(present: string, next: string): { from: number; to: number; insert: string } {
  const shorter = Math.min(present.length, next.length);
  let from = 0;
  while (from < shorter && present[from] === next[from]) from++;
  let same = 0;
  while (same < shorter - from && present.at(-1 - same) === next.at(-1 - same)) same++;
  return { from, to: present.length - same, insert: next.slice(from, next.length - same) };
}
