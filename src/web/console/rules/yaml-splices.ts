/** Changes of a map in YAML as changes of its characters, so that all else stays as somebody wrote it. Pure. */
import { isAlias, isNode, isScalar, type Node, visit, type YAMLMap } from 'yaml';
import { yamlDocument } from '../../../contract/language/language.ts';

type Value = string | number | boolean | null;

/** What replaces the characters from one offset up to another. */
interface Splice {
  from: number;
  to: number;
  text: string;
}

/** What a map is to hold; `undefined` takes a key out. Keys that are not named stay. */
export type Wanted = Readonly<Record<string, Value | undefined>>;

/** Returns the text with all of these at once. They may touch, and none overlaps another. */
export function spliced(text: string, splices: readonly Splice[]): string {
  let result = '';
  let end = 0;
  for (const splice of splices.toSorted((one, other) => one.from - other.from || one.to - other.to)) {
    result += text.slice(end, splice.from) + splice.text;
    end = splice.to;
  }
  return result + text.slice(end);
}

/** Whether a node has an alias or an anchor: it is written elsewhere, or read elsewhere too. */
export function isShared(node: Node): boolean {
  let found = false;
  visit(node, (_key, one) => {
    if (!isNode(one) || (!isAlias(one) && one.anchor === undefined)) return undefined;
    found = true;
    return visit.BREAK;
  });
  return found;
}

/** Returns what makes a map hold the wanted values; null where it is written in a way that only a person changes. */
export function mapSplices(text: string, map: YAMLMap, wanted: Wanted): Splice[] | null {
  const items = itemsOf(text, map);
  if (items === null) return null;
  const kept = items.filter(({ name }) => !(name in wanted) || wanted[name] !== undefined);
  const known = new Set(items.map(({ name }) => name));
  const added = Object.entries(wanted).flatMap(([name, value]) =>
    value === undefined || known.has(name) ? [] : [`${inYaml(name)}: ${inYaml(value)}`],
  );
  const parts = [
    ...kept.map(({ name, value }) => (name in wanted ? valueSplices(value, wanted[name] ?? null) : [])),
    ...(map.flow === true ? flowSplices : blockSplices)({ text, map, items, kept, added }),
  ];
  return parts.includes(null) ? null : parts.flatMap((part) => part ?? []);
}

/** One key of a map with its value: where the key begins, and where the value ends. */
interface Item {
  name: string;
  value: Node;
  from: number;
  to: number;
}

interface Layout {
  text: string;
  map: YAMLMap;
  items: readonly Item[];
  kept: readonly Item[];
  added: readonly string[];
}

/** Null where a key is no plain word, has a `?` before it, or has no value behind it. */
function itemsOf(text: string, map: YAMLMap): Item[] | null {
  const items: Item[] = [];
  for (const { key, value } of map.items) {
    if (!isScalar(key) || key.tag !== undefined || !key.range || !isNode(value) || !value.range) return null;
    if (characterBefore(text, key.range[0]) === '?') return null;
    items.push({ name: String(key.value), value, from: key.range[0], to: value.range[1] });
  }
  return items;
}

function characterBefore(text: string, offset: number): string | undefined {
  let before = offset - 1;
  while (before >= 0 && text[before]?.trim() === '') before--;
  return text[before];
}

/** A value that is as it should be stays as somebody wrote it. */
function valueSplices(node: Node, value: Value): Splice[] | null {
  if (!isScalar(node) || !node.range || node.tag !== undefined) return null;
  if (node.type === 'BLOCK_FOLDED' || node.type === 'BLOCK_LITERAL') return null;
  if (node.value === value) return [];
  const [from, to] = node.range;
  // A key with nothing behind it: its colon needs a space.
  return [{ from, to, text: `${from === to ? ' ' : ''}${inYaml(value)}` }];
}

/** What goes takes the comma with it; what comes stands behind what is last. */
function flowSplices({ map, items, kept, added }: Layout): Splice[][] {
  const [from, to] = map.range ?? [0, 0];
  const last = kept.at(-1);
  if (last === undefined) {
    if (items.length + added.length === 0) return [];
    return [[{ from, to, text: added.length === 0 ? '{}' : `{ ${added.join(', ')} }` }]];
  }
  const isKept = new Set(kept);
  const cuts = items.flatMap((item, index) => {
    const next = items[index + 1];
    return isKept.has(item) || item.from > last.from || next === undefined
      ? []
      : [{ from: item.from, to: next.from, text: '' }];
  });
  const end = items.at(-1) ?? last;
  const tail = end === last ? [] : [{ from: last.to, to: end.to, text: '' }];
  return [cuts, tail, added.map((text) => ({ from: last.to, to: last.to, text: `, ${text}` }))];
}

/** What goes takes its lines with it; what comes gets lines behind those of what is last. */
function blockSplices({ text, items, kept, added }: Layout): (Splice[] | null)[] {
  const [first, end, last] = [items[0], items.at(-1), kept.at(-1)];
  if (first === undefined || end === undefined) return [null];
  const indent = text.slice(text.lastIndexOf('\n', first.from - 1) + 1, first.from);
  if (indent.trim() !== '') return [kept.length === items.length && added.length === 0 ? [] : null];
  const lineBreak = text.includes('\r\n') ? '\r\n' : '\n';
  if (last === undefined)
    return [[{ from: first.from, to: end.to, text: added.join(`${lineBreak}${indent}`) || '{}' }]];
  const isKept = new Set(kept);
  const gone = items.filter((item) => !isKept.has(item));
  // Where the lines of a list or a map end depends on what is behind them.
  if ([...gone, ...(added.length > 0 ? [last] : [])].some(({ value }) => !isScalar(value))) return [null];
  const cuts = gone.map((item) => ({
    from: text.lastIndexOf('\n', item.from - 1) + 1,
    to: lineEndOf(text, item.to) + 1,
    text: '',
  }));
  const lineEnd = lineEndOf(text, last.to);
  const at = text[lineEnd - 1] === '\r' ? lineEnd - 1 : lineEnd;
  return [cuts, added.map((line) => ({ from: at, to: at, text: `${lineBreak}${indent}${line}` }))];
}

function lineEndOf(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end;
}

/** A value that reads the same within braces as outside. Where a bare text could be something else, it is quoted. */
export function inYaml(value: Value): string {
  if (typeof value !== 'string') return String(value);
  const isBare = /^[\p{L}_/][\p{L}\p{N}_./@ -]*$/u.test(value) && value.trim() === value;
  return isBare && yamlDocument(value).toJS() === value ? value : JSON.stringify(value);
}
