/**
 * Rows of warehouses and of CSV, in Segment's shape of an event. Pure.
 *
 * A warehouse has a column for each value: `context_page_path`, `user_id`, and properties and traits by their own names. An event
 * with a `context`, `properties` or `traits` of its own is in Segment's shape already.
 */
import type { EventType, Json, JsonObject } from '../../contract/language/language.ts';

/** Columns of a warehouse that are fields of the event itself, by their names there. */
const fields: Readonly<Record<string, string>> = {
  id: 'messageId',
  message_id: 'messageId',
  messageid: 'messageId',
  anonymous_id: 'anonymousId',
  anonymousid: 'anonymousId',
  user_id: 'userId',
  userid: 'userId',
  previous_id: 'previousId',
  previousid: 'previousId',
  group_id: 'groupId',
  groupid: 'groupId',
  timestamp: 'timestamp',
  original_timestamp: 'originalTimestamp',
  originaltimestamp: 'originalTimestamp',
  sent_at: 'sentAt',
  sentat: 'sentAt',
  received_at: 'receivedAt',
  receivedat: 'receivedAt',
  type: 'type',
  event: 'event',
  event_text: 'event_text',
  channel: 'channel',
};

const times: ReadonlySet<string> = new Set(['timestamp', 'originalTimestamp', 'sentAt', 'receivedAt']);

/** What warehouses add for themselves. */
const ofWarehouse: ReadonlySet<string> = new Set(['uuid', 'uuid_ts', 'loaded_at', '_timestamp', 'row_id']);

/** Objects of the context: what follows their names in a column is one name. Any other column of it is a value by itself. */
const contextObjects = ['page', 'campaign', 'traits', 'library', 'device', 'app', 'os', 'screen', 'network'];

/** Names whose values stay text, though they look like numbers. */
const textName = /(?:^|_)(?:id|sku|phone|zip|zipcode|postal_code|postalcode|postcode|code)$/i;

/** Whether an object is in Segment's shape: values lie within others. */
function isNested(row: JsonObject): boolean {
  return ['context', 'properties', 'traits'].some(
    (name) => typeof row[name] === 'object' && row[name] !== null,
  );
}

/**
 * Returns the event of a row. `type` is that of rows that name none. `hasText` says that all values are text, as in CSV: numbers,
 * yes or no, lists and objects are read from them. Empty values are absent.
 */
export function eventOfRow(row: JsonObject, type: EventType | null, hasText: boolean): JsonObject {
  if (isNested(row)) return row['type'] === undefined && type !== null ? { ...row, type } : row;
  const event: JsonObject = {};
  const context: JsonObject = {};
  const others: JsonObject = {};
  for (const [column, value] of Object.entries(row)) {
    if (value === null || value === '') continue;
    const lower = column.trim().toLowerCase();
    const field = fields[lower];
    if (field !== undefined) event[field] = times.has(field) ? timeIn(value) : value;
    else if (lower.startsWith('context_'))
      setWithin(context, contextPath(lower.slice('context_'.length)), read(column, value, hasText));
    else if (!ofWarehouse.has(lower)) setWithin(others, [propertyName(column)], read(column, value, hasText));
  }
  const { event_text: text, event: named, ...rest } = event;
  const kind =
    typeof rest['type'] === 'string' ? rest['type'] : (type ?? (named === undefined ? null : 'track'));
  const name = text ?? named;
  return {
    ...rest,
    ...(kind !== null && { type: kind }),
    ...(name !== undefined && kind === 'track' && { event: name }),
    ...(['page', 'screen'].includes(kind ?? '') &&
      typeof others['name'] === 'string' && { name: others['name'] }),
    ...(Object.keys(context).length > 0 && { context }),
    ...(Object.keys(others).length > 0 && {
      [kind === 'identify' || kind === 'group' ? 'traits' : 'properties']: others,
    }),
  };
}

/** Flattened names of Jitsu begin with the object they were of. */
function propertyName(column: string): string {
  return column.trim().replace(/^(?:properties|traits)[_.]/i, '');
}

/** Sets a value under its name, or within an object. A name that would reach a prototype is left out. */
function setWithin(target: JsonObject, path: readonly string[], value: Json): void {
  const [name = '', ...rest] = path;
  if (path.includes('__proto__')) return;
  if (rest.length === 0) {
    target[name] = value;
    return;
  }
  const inner = (target[name] ?? {}) as JsonObject;
  target[name] = inner;
  setWithin(inner, rest, value);
}

function contextPath(name: string): string[] {
  const object = contextObjects.find((one) => name.startsWith(`${one}_`));
  if (object !== undefined) return [object, name.slice(object.length + 1)];
  return [name === 'user_agent' ? 'userAgent' : name];
}

/** Times as warehouses print them: some end in the name of the zone. */
function timeIn(value: Json): Json {
  return typeof value === 'string' ? value.trim().replace(/ ?UTC$/i, 'Z') : value;
}

/** What a text stands for. Only what is printed back as the same text is a number: `007` stays what it is. */
function read(column: string, value: Json, hasText: boolean): Json {
  if (typeof value !== 'string') return value;
  const isJson = /^\s*[[{]/.test(value);
  if (isJson) return parsed(value) ?? value;
  if (!hasText || textName.test(column)) return value;
  if (value === 'true' || value === 'false') return value === 'true';
  return /^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,10})?$/.test(value) ? Number(value) : value;
}

function parsed(text: string): Json | null {
  try {
    return JSON.parse(text, (name, value) => (name === '__proto__' ? undefined : value)) as Json;
  } catch {
    return null;
  }
}
