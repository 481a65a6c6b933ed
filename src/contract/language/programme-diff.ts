/** The changes between two versions of a programme, in words for marketers. */

type Plain = Record<string, unknown>;

/** Longest value shown whole. */
const shownMax = 120;

/**
 * Returns the differences of two programmes as parsed from YAML, in the order of the later file, then the removed items.
 * Items are identified by their ids, tiers by their names, so that moving one is not a change of it.
 */
export function programmeDiff(before: unknown, after: unknown): string[] {
  return changes('', before, after);
}

function changes(where: string, before: unknown, after: unknown): string[] {
  if (isEqual(before, after)) return [];
  if (isPlain(before) && isPlain(after)) return changesWithin(where, before, after);
  const named = namedLists(before, after);
  if (named !== null) return changesOfNamed(where, named.before, named.after);
  const at = where === '' ? '' : `${where} `;
  if (before === undefined) return [`${at}added: ${shown(after)}`];
  if (after === undefined) return [`${at}removed (was ${shown(before)})`];
  return [`${at}${shown(before)} → ${shown(after)}`];
}

function changesWithin(where: string, before: Plain, after: Plain): string[] {
  const names = new Set([...Object.keys(after), ...Object.keys(before)]);
  return [...names].flatMap((name) => {
    const separator = where === '' ? '' : where.endsWith('"') || where.endsWith(')') ? ': ' : '.';
    return changes(`${where}${separator}${name}`, own(before, name), own(after, name));
  });
}

function changesOfNamed(where: string, before: readonly Plain[], after: readonly Plain[]): string[] {
  const kind = where.split(/[.:] ?/).at(-1) ?? '';
  const titleOf = (item: Plain) => {
    const name = String(item['label'] ?? item['name'] ?? item['id']);
    return item['id'] === undefined || item['id'] === name
      ? `"${name}"`
      : `"${name}" (${String(item['id'])})`;
  };
  const one = singular[kind] ?? kind;
  const was = new Map(before.map((item) => [keyOf(item), item]));
  const found = after.flatMap((item) => {
    const known = was.get(keyOf(item));
    if (known === undefined) return [`${one} ${titleOf(item)} added: ${shown(withoutTitle(item))}`];
    return changes(`${one} ${titleOf(item)}`, known, item);
  });
  const is = new Set(after.map(keyOf));
  const removed = before.filter((item) => !is.has(keyOf(item)));
  const gone = removed.map((item) => `${one} ${titleOf(item)} removed`);
  const orderOf = (items: readonly Plain[], others: readonly Plain[]) => {
    const keys = new Set(others.map(keyOf));
    return items
      .map(keyOf)
      .filter((key) => keys.has(key))
      .join('\n');
  };
  const moved = orderOf(before, after) === orderOf(after, before) ? [] : [`${kind}: order changed`];
  return [...found, ...gone, ...moved];
}

const singular: Record<string, string> = {
  rules: 'rule',
  groups: 'group',
  tiers: 'tier',
  resets: 'reset',
  exclude: 'exclusion',
};

/** Two lists of things with different ids or names; null for anything else. */
function namedLists(before: unknown, after: unknown): { before: Plain[]; after: Plain[] } | null {
  const one = before ?? [];
  const other = after ?? [];
  if (!isNamedList(one) || !isNamedList(other) || one.length + other.length === 0) return null;
  return { before: one, after: other };
}

function isNamedList(value: unknown): value is Plain[] {
  if (!Array.isArray(value) || !value.every((item) => isPlain(item) && keyOf(item) !== '')) return false;
  return new Set(value.map(keyOf)).size === value.length;
}

function keyOf(item: Plain): string {
  const key = item['id'] ?? item['name'];
  return typeof key === 'string' ? key : '';
}

function withoutTitle({ id: _id, label: _label, name: _name, ...rest }: Plain): Plain {
  return rest;
}

/** A value on one line: texts bare, lists and objects as YAML would put them. */
function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : inLine(value);
  return text.length <= shownMax ? text : `${text.slice(0, shownMax - 1)}…`;
}

function inLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inLine).join(', ')}]`;
  if (!isPlain(value)) return String(value);
  return `{ ${Object.entries(value)
    .map(([name, inner]) => `${name}: ${inLine(inner)}`)
    .join(', ')} }`;
}

function isEqual(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length && one.every((item, index) => isEqual(item, other[index]));
  if (!isPlain(one) || !isPlain(other)) return false;
  const names = Object.keys(one);
  if (names.length !== Object.keys(other).length) return false;
  return names.every((name) => Object.hasOwn(other, name) && isEqual(one[name], other[name]));
}

function own(item: Plain, name: string): unknown {
  return Object.hasOwn(item, name) ? item[name] : undefined;
}

function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
