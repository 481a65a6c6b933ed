/**
 * The text of a programme as a table, and edits of the table as edits of the text. Pure.
 *
 * An edit replaces the characters of one value, or the lines of one rule. Everything else stays as somebody wrote it: comments,
 * empty lines, the order of words. Only what no line holds yet is written by the YAML library, which keeps comments too.
 */
import { Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, type YAMLSeq } from 'yaml';
import {
  hasRepeatedKeys,
  type RuleWords,
  ruleInWords,
  yamlDocument,
} from '../../../contract/language/language.ts';
import { inYaml, isShared } from './yaml-splices.ts';

export type TextPath = readonly (string | number)[];

/** One value of a rule or tier that can be changed in place. */
export interface TextField {
  path: TextPath;
  /** Its words in the file: `when · properties · category`. */
  label: string;
  value: string | number | boolean;
}

export interface RuleRow {
  position: number;
  id: string;
  label: string;
  /** Where the rule begins in the text, from 1. */
  line: number;
  words: RuleWords;
  /** All its values but the id, in the order of the text. */
  fields: TextField[];
}

export interface TierRow {
  position: number;
  name: string;
  /** The word of its bound, and the number behind it; null where it has none. */
  word: 'from' | 'above';
  bound: number | null;
}

export interface ProgrammeTable {
  name: string;
  campaign: string;
  rules: RuleRow[];
  tiers: TierRow[];
}

/** Null for a text that has no table: it is no YAML, or its rules or tiers are written elsewhere than in their place. */
export function tableOf(text: string): ProgrammeTable | null {
  const lines = new LineCounter();
  const document = readable(text, lines);
  if (document === null || listPaths.some((path) => isAlias(document.getIn(path, true)))) return null;
  const rules = itemsOf(document, ['rules']);
  const tiers = itemsOf(document, ['ladder', 'tiers']);
  return {
    name: textAt(document, ['name']),
    campaign: textAt(document, ['campaign']),
    rules: rules.map((rule, position) => {
      const id = textAt(document, ['rules', position, 'id']);
      return {
        position,
        id,
        label: textAt(document, ['rules', position, 'label']) || id || `Rule ${position + 1}`,
        line: lines.linePos(rule.range?.[0] ?? 0).line,
        words: ruleInWords(rule.toJS(document)),
        fields: fieldsIn(rule, ['rules', position], []).filter(({ path }) => path.at(-1) !== 'id'),
      };
    }),
    tiers: tiers.map((_, position) => {
      const boundAfter = (word: string) => document.getIn(['ladder', 'tiers', position, word]);
      const word = boundAfter('above') === undefined ? 'from' : 'above';
      const bound = boundAfter(word);
      return {
        position,
        name: textAt(document, ['ladder', 'tiers', position, 'name']),
        word,
        bound: typeof bound === 'number' ? bound : null,
      };
    }),
  };
}

const listPaths = [['rules'], ['ladder'], ['ladder', 'tiers']];

/** Null for a text that is no YAML, whose aliases lead nowhere, or that nests without an end. */
function readable(text: string, lineCounter: LineCounter): Document | null {
  try {
    const document = yamlDocument(text, { lineCounter });
    if (document.errors.length > 0 || hasRepeatedKeys(document) || !isMap(document.contents)) return null;
    // Fails for aliases to nothing, and for those within themselves.
    JSON.stringify(document.toJS());
    return document;
  } catch {
    return null;
  }
}

/** The same text with one value changed, and nothing else. */
export function withValue(text: string, path: TextPath, value: string | number | boolean): string {
  const document = yamlDocument(text);
  const node = document.getIn(path, true) as Node | undefined;
  if (isScalar(node) && node.range && node.type !== 'BLOCK_FOLDED' && node.type !== 'BLOCK_LITERAL')
    return `${text.slice(0, node.range[0])}${inYaml(value)}${text.slice(node.range[1])}`;
  document.setIn(path, value);
  return written(document);
}

/** The same text without one rule, its own comments gone with it. */
export function withoutRule(text: string, position: number): string {
  const document = yamlDocument(text);
  const blocks = ruleBlocks(document, text);
  const block = blocks?.[position];
  if (block !== undefined && (blocks?.length ?? 0) > 1)
    return text.slice(0, block.from) + text.slice(block.to);
  document.deleteIn(['rules', position]);
  return written(document);
}

/** The same text with one rule more at the end of its rules. `rule` is its YAML without an indent. */
export function withRule(text: string, rule: string): string {
  const document = yamlDocument(text);
  const blocks = ruleBlocks(document, text);
  const last = blocks?.at(-1);
  if (last === undefined) {
    document.setIn(
      ['rules'],
      [...itemsOf(document, ['rules']).map((one) => one.toJS(document)), yamlDocument(rule).toJS()],
    );
    return written(document);
  }
  const indent = ' '.repeat(last.indent);
  const lines = rule.trimEnd().split('\n');
  const item = lines.map((line, position) => `${indent}${position === 0 ? '- ' : '  '}${line}`).join('\n');
  const before = text.slice(0, last.to).replace(/\n*$/, '\n');
  const after = text.slice(last.to).replace(/^\n*/, '\n');
  return `${before}\n${item}\n${after}`;
}

/** The same text with a copy of one rule, under an id of its own. */
export function withCopy(text: string, position: number): string {
  const document = yamlDocument(text);
  const table = tableOf(text);
  const row = table?.rules[position];
  const rule = itemsOf(document, ['rules'])[position];
  if (table === null || row === undefined || rule === undefined) return text;
  const id = freeId(row.id, new Set(table.rules.map((one) => one.id)));
  const copy = new Document<Node>({});
  // A copy has what anchors and aliases say, so that later aliases lead where they led.
  copy.contents = isShared(rule)
    ? copy.createNode(rule.toJS(document), { aliasDuplicateObjects: false })
    : rule;
  copy.set('id', id);
  copy.set('label', `${row.label} (copy)`);
  return withRule(text, written(copy));
}

/** An alias whose anchor an edit has removed stays: the check of the text names it. */
function written(document: Document): string {
  return document.toString({ lineWidth: 0, verifyAliasOrder: false });
}

/** An id that no rule has yet: `demo-video-2`. */
export function freeId(id: string, taken: ReadonlySet<string>): string {
  const stem = id.replace(/-\d+$/, '').slice(0, 58);
  for (let count = 2; ; count++) if (!taken.has(`${stem}-${count}`)) return `${stem}-${count}`;
}

/** From where to where in the text each rule of a block list is, with the comments right above it. Null for other lists. */
function ruleBlocks(document: Document, text: string): { from: number; to: number; indent: number }[] | null {
  const list = document.getIn(['rules'], true);
  if (!isSeq(list) || list.flow === true) return null;
  const items = list.items as Node[];
  const blocks: { from: number; to: number; indent: number }[] = [];
  for (const item of items) {
    const dash = text.lastIndexOf('-', item.range?.[0] ?? 0);
    const lineStart = text.lastIndexOf('\n', dash) + 1;
    // A list on the line of its key, or a text that the library reads otherwise, is left to the library.
    if (dash < 0 || text.slice(lineStart, dash).trim() !== '') return null;
    const contentEnd = item.range?.[1] ?? dash;
    const to = text.indexOf('\n', Math.max(contentEnd - 1, dash));
    blocks.push({
      from: withComments(text, lineStart),
      to: to < 0 ? text.length : to + 1,
      indent: dash - lineStart,
    });
  }
  return blocks;
}

function withComments(text: string, lineStart: number): number {
  let from = lineStart;
  while (from > 0) {
    const before = text.lastIndexOf('\n', from - 2) + 1;
    if (!text.slice(before, from).trim().startsWith('#')) return from;
    from = before;
  }
  return from;
}

function fieldsIn(node: unknown, path: TextPath, words: readonly string[]): TextField[] {
  if (isScalar(node)) {
    const { value } = node;
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return [];
    return [{ path, label: words.join(' · '), value }];
  }
  if (isMap(node))
    return node.items.flatMap(({ key, value }) => {
      const name = isScalar(key) ? String(key.value) : String(key);
      return fieldsIn(value, [...path, name], [...words, name]);
    });
  if (isSeq(node))
    return node.items.flatMap((item, position) =>
      fieldsIn(item, [...path, position], [...words.slice(0, -1), `${words.at(-1) ?? ''} ${position + 1}`]),
    );
  return [];
}

function itemsOf(document: Document, path: TextPath): Node[] {
  const list = document.getIn(path, true);
  return isSeq(list) ? ((list as YAMLSeq<Node>).items.filter((item) => item !== null) as Node[]) : [];
}

function textAt(document: Document, path: TextPath): string {
  const value = document.getIn(path);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
