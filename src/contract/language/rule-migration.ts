/** Rewriting former words of a rule file in place: comments, quotes and layout stay as they are. */
import { type Document, isMap, isPair, isScalar, isSeq, type Scalar, visit } from 'yaml';
import { type RenamedWord, type RuleFileKind, renamedWords } from './renamed-words.ts';
import { hasRepeatedKeys, yamlDocument } from './yaml-text.ts';

/** One word that was rewritten. Lines count from 1. */
export interface Rewriting {
  line: number;
  from: string;
  to: string;
}

export interface Migrated {
  text: string;
  /** In the order of the text; empty where the file uses no former word. */
  rewritings: Rewriting[];
}

interface Edit {
  start: number;
  end: number;
  from: string;
  to: string;
}

/** Rewrites the former words of a file of any kind. A text that is no YAML, or of no known kind, is returned unchanged. */
export function migrateRules(text: string, words: readonly RenamedWord[] = renamedWords): Migrated {
  const document = yamlDocument(text, { prettyErrors: false });
  const kind = document.errors.length > 0 || hasRepeatedKeys(document) ? null : kindOf(document);
  if (kind === null) return { text, rewritings: [] };
  const edits = new Map<number, Edit>();
  for (const word of words)
    if (word.in === kind) for (const edit of editsOf(document, text, word)) edits.set(edit.start, edit);
  const inOrder = [...edits.values()].sort((a, b) => a.start - b.start);
  let rewritten = text;
  for (const { start, end, to } of inOrder.toReversed())
    rewritten = rewritten.slice(0, start) + to + rewritten.slice(end);
  const rewritings = inOrder.map(({ start, from, to }) => ({
    line: text.slice(0, start).split('\n').length,
    from,
    to,
  }));
  return { text: rewritten, rewritings };
}

/** The kind of a file, by words that only its kind has; null for any other file, such as a programme. */
function kindOf(document: Document): RuleFileKind | null {
  const has = (word: string) => document.has(word);
  if (!isMap(document.contents)) return null;
  if (has('pipelines')) return 'sales process';
  if (has('queue') && has('steps')) return 'routing';
  if (has('steps') && has('timeZone')) return 'escalation';
  return has('send') && has('day') ? 'review' : null;
}

function editsOf(document: Document, text: string, word: RenamedWord): Edit[] {
  if ('name' in word) return namesIn(document, text, word.name, word.to);
  return nodesAt(document.contents, word.at).flatMap((node) => {
    if (!isMap(node)) return [];
    return node.items.flatMap((pair) => {
      const { key, value } = pair;
      if (!isScalar(key)) return [];
      if ('key' in word) {
        // A map that has the new word already would have it twice.
        return key.value === word.key && !node.has(word.to) ? editOf(text, key, word.key, word.to) : [];
      }
      const isMeant = key.value === word.of && isScalar(value) && value.value === word.value;
      return isMeant ? editOf(text, value, word.value, word.to) : [];
    });
  });
}

/** The nodes at a path; `*` is every item of a list or entry of a map. */
function nodesAt(node: unknown, [step, ...rest]: readonly string[]): unknown[] {
  if (step === undefined) return [node];
  if (step !== '*') return isMap(node) && node.has(step) ? nodesAt(node.get(step, true), rest) : [];
  const items: unknown[] = isMap(node) || isSeq(node) ? node.items : [];
  return items.flatMap((item) => nodesAt(isPair(item) ? item.value : item, rest));
}

/** A name as a key, as a value, and as `fields.<name>` within a longer text. */
function namesIn(document: Document, text: string, name: string, to: string): Edit[] {
  const edits: Edit[] = [];
  visit(document, {
    Scalar: (_key, node) => {
      if (node.value === name) edits.push(...editOf(text, node, name, to));
      else if (typeof node.value === 'string' && node.range)
        for (const found of text
          .slice(node.range[0], node.range[1])
          .matchAll(new RegExp(`fields\\.${name}(?![\\w-])`, 'g'))) {
          const start = node.range[0] + found.index + 'fields.'.length;
          edits.push({ start, end: start + name.length, from: name, to });
        }
    },
  });
  return edits;
}

/** Replaces the word within its quotes, if it has any. */
function editOf(text: string, { range }: Scalar, from: string, to: string): Edit[] {
  if (!range) return [];
  const offset = text.slice(range[0], range[1]).indexOf(from);
  if (offset < 0) return [];
  const start = range[0] + offset;
  return [{ start, end: start + from.length, from, to }];
}
