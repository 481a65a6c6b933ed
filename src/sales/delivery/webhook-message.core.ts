/** The body of a webhook: `{type, timestamp, data}`, or the same as a CloudEvent; shortened until it fits. Pure. */
import { limits } from '../../base/kernel/kernel.ts';
import { eventDataSchemaOf } from '../../contract/api/api.ts';

export interface WebhookSubject {
  webhookId: string;
  record: string | null;
  person: string | null;
  /** When it was made: used where the body has no timestamp. */
  createdAtMs: number;
  /** `{type, timestamp?, data}`. */
  body: Record<string, unknown>;
}

export interface WebhookMessage {
  contentType: string;
  text: string;
}

type Data = Record<string, unknown>;

/** Returns the message within the limit of bytes. `data.shortened` names fields that were removed or shortened. */
export function webhookMessage(subject: WebhookSubject, format: 'standard' | 'cloudevents'): WebhookMessage {
  const { body } = subject;
  const frame = format === 'cloudevents' ? cloudEvent(subject) : standard(subject);
  const write = (data: Data) => JSON.stringify({ ...frame, data });
  const contentType = format === 'cloudevents' ? 'application/cloudevents+json' : 'application/json';
  return { contentType, text: shortened((body['data'] ?? {}) as Data, write) };
}

function timestampOf({ body, createdAtMs }: WebhookSubject): string {
  return typeof body['timestamp'] === 'string' ? body['timestamp'] : new Date(createdAtMs).toISOString();
}

function standard(subject: WebhookSubject): object {
  return { type: subject.body['type'], timestamp: timestampOf(subject) };
}

/** CloudEvents 1.0 in structured mode. */
function cloudEvent(subject: WebhookSubject): object {
  const about = subject.record ?? subject.person;
  return {
    specversion: '1.0',
    id: subject.webhookId,
    source: 'urn:scoville',
    type: subject.body['type'],
    ...(about !== null && { subject: about }),
    time: timestampOf(subject),
    datacontenttype: 'application/json',
    dataschema: eventDataSchemaOf(String(subject.body['type'])),
  };
}

/** Removes reasons first, the last half of them at a time; then whole fields, the largest first. */
function shortened(given: Data, write: (data: Data) => string): string {
  const fits = (text: string) => new TextEncoder().encode(text).length < limits.webhookBodyBytesMax;
  let text = write(given);
  for (let kept = longestReasons(given); !fits(text) && kept > 0; ) {
    kept = Math.floor(kept / 2);
    text = write({ ...withReasons(given, kept), shortened: ['reasons'] });
  }
  if (fits(text)) return text;
  const left: Data = { ...withReasons(given, 0) };
  const gone = ['reasons'];
  const bySize = Object.keys(left).sort((one, other) => sizeOf(left[other]) - sizeOf(left[one]));
  for (const name of bySize) {
    delete left[name];
    gone.push(name);
    text = write({ ...left, shortened: gone });
    if (fits(text)) break;
  }
  return text;
}

function sizeOf(value: unknown): number {
  return JSON.stringify(value)?.length ?? 0;
}

/** Returns lists named `reasons`, in the data or one level below, as in `data.lead.reasons`. */
function longestReasons(data: Data): number {
  const lists = [data, ...Object.values(data).filter(isData)].map((part) => part['reasons']);
  return Math.max(0, ...lists.map((list) => (Array.isArray(list) ? list.length : 0)));
}

function withReasons(data: Data, countMax: number): Data {
  const cut = (part: Data): Data =>
    Array.isArray(part['reasons']) ? { ...part, reasons: part['reasons'].slice(0, countMax) } : part;
  const inner = Object.entries(data).map(([name, value]) => [name, isData(value) ? cut(value) : value]);
  return cut(Object.fromEntries(inner));
}

function isData(value: unknown): value is Data {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
