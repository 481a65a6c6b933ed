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
export interface TextError {
  line: number;
  column: number;
  message: string;
}

interface EditorProps {
  /** Its name for those who hear the page. */
  label: string;
  value: string;
  /** Absent: it is only read. */
  onChange?: ((value: string) => void) | undefined;
  errors: readonly TextError[];
  /** A line to go to; another object goes there again. */
  goTo?: { line: number } | null;
}

export default function CodeEditor({ label, value, onChange, errors, goTo = null }: EditorProps) {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const changed = useRef(onChange);
  const reading = useRef(new Compartment());
  useEffect(() => {
    changed.current = onChange;
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the editor is made once; changes are dispatched below
  useEffect(() => {
    if (place.current === null) return;
    const editor = new EditorView({
      parent: place.current,
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
        setDiagnostics(
          editor.state,
          errors.map((error) => diagnosticOf(editor, error)),
        ),
      );
  }, [errors]);
  useEffect(() => {
    const editor = view.current;
    if (!editor || goTo === null) return;
    const at = editor.state.doc.line(Math.min(Math.max(1, goTo.line), editor.state.doc.lines)).from;
    editor.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: 'center' }) });
    editor.focus();
  }, [goTo]);
  return <div ref={place} className="code" data-testid="code" />;
}

/** From its column to the end of its line. */
function diagnosticOf({ state: { doc } }: EditorView, { line, column, message }: TextError): Diagnostic {
  const { from, to } = doc.line(Math.min(Math.max(1, line), doc.lines));
  return { from: Math.min(from + column - 1, to), to, severity: 'error', message };
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
