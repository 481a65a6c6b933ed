/** The words of the OpenAPI document: what every caller has to know, and what each parameter means. */
import { limits } from '../base/kernel/kernel.ts';
import { eventsVersion } from '../contract/api/api.ts';
import type { Header, Parameter } from './openapi-shapes.ts';

/** The version in the paths. */
export const apiVersion = '1';

/** The description of the whole document, in Markdown. */
export const apiDescription = `Leads, contact tasks, people, profiles with the reasons of their scores, and what Scoville posts to you.

## Who

Programs send \`Authorization: Bearer <API token>\` and act as admin. People log in, and the browser sends a cookie. \`x-roles\` of an operation names the roles that may call it; any other log-in gets 403.

## Changes

An answer with one record has its revision as \`ETag\`. Send it as \`If-Match\` with a change: where the record was changed meanwhile, the answer is 412. \`Idempotency-Key\` on a call that creates something returns the first answer again, for ${limits.idempotencyKeyMs / limits.hourMs} hours. What GET answers, PUT and PATCH of its path accept.

## Lists

A list is \`{items, nextCursor}\`. Send \`cursor\` with the value of \`nextCursor\` for the next page; null ends the list.

## Problems

Every error is \`application/problem+json\` with \`code\`, \`title\` and \`detail\`: the bad value and the remedy. Answers 429 and 503 say in \`Retry-After\` how many seconds to wait. Any request that is no HTTP, or whose headers are too large, gets 400, 408 or 431 in the same shape.

## Versions

The API is version ${apiVersion}, as its paths say; events (webhooks and the live stream) are \`${eventsVersion}\`. Within a version fields, values of open lists, event types and operations may be added. None is removed, renamed or given another meaning. Ignore fields and event types that you do not know. A change that breaks a client gets a new version beside this one.`;

const text = { type: 'string' } as const;

/** Headers that requests may have, by name. */
export const requestHeaders = {
  'If-Match': {
    in: 'header',
    name: 'If-Match',
    description:
      'The `ETag` of the record that the change is based on. Without it the change applies to any revision.',
    schema: { type: 'string', pattern: '^(?:\\*|(?:W/)?"\\d{1,9}")$' },
    example: '"3"',
  },
  'Idempotency-Key': {
    in: 'header',
    name: 'Idempotency-Key',
    description:
      'A text of your choice, one for each thing to be created. The same key with the same body returns the first answer again.',
    schema: { type: 'string', minLength: 1, maxLength: limits.idempotencyKeyLengthMax },
    example: 'order-1207',
  },
  'Last-Event-ID': {
    in: 'header',
    name: 'Last-Event-ID',
    description: 'The id of the last event that was received. The stream goes on after it.',
    schema: { type: 'string', pattern: '^\\d+$' },
    example: '1207',
  },
} as const satisfies Record<string, Parameter>;
export type RequestHeader = keyof typeof requestHeaders;

/** Headers that answers may have, by name. */
export const answerHeaders = {
  ETag: {
    description: 'The revision of the record, for `If-Match` of the change that follows.',
    required: true,
    schema: { type: 'string', pattern: '^"\\d+"$' },
    example: '"3"',
  },
  'Retry-After': {
    description: 'Seconds to wait before the request is sent again.',
    required: true,
    schema: { type: 'string', pattern: '^\\d+$' },
    example: String(limits.retryAfterSeconds),
  },
  Location: {
    description: 'Where it goes on: the path at which the work is watched, or the address of a link.',
    required: true,
    schema: { type: 'string', pattern: '^(?:/|https?://)' },
    example: '/api/v1/audits/au_1',
  },
  'Set-Cookie': {
    description: 'The session, for the requests of the browser that follow.',
    required: true,
    schema: text,
    example: 'scoville_session=3f9c; Path=/; HttpOnly; SameSite=Strict',
  },
  'Content-Disposition': {
    description: 'A name for the file. Not sent with JSON.',
    required: false,
    schema: text,
    example: 'attachment; filename="campaigns_2026-11-01_2026-12-01.csv"',
  },
  'X-Report-Is-Whole': {
    description: '`false` where rows are left out. Not sent with JSON, which has `isWhole`.',
    required: false,
    schema: { type: 'string', enum: ['true', 'false'] },
    example: 'true',
  },
  'X-Report-Data-As-Of': {
    description:
      'The moment of the data: an earlier one where a replica was read. Not sent with JSON, which has `dataAsOf`.',
    required: false,
    schema: { type: 'string', format: 'date-time' },
    example: '2026-11-30T09:00:00.000Z',
  },
  'Scoville-Version': {
    description: 'The version of the events.',
    required: true,
    schema: { type: 'string', const: eventsVersion },
    example: eventsVersion,
  },
} as const satisfies Record<string, Header>;
export type AnswerHeader = keyof typeof answerHeaders;

/** What a parameter of a query means, where its name is not enough. */
const meanings: Readonly<Record<string, string>> = {
  after: 'The id of the last event that was received; the stream goes on after it.',
  asOf: 'The day or moment that the report looks at; now when left out.',
  by: 'How the rows are grouped.',
  campaign: 'The name of a campaign.',
  company: 'The id of a company.',
  cursor: '`nextCursor` of the page before.',
  days: 'How many days the period has that ends now.',
  email: 'An e-mail address.',
  externalSource: 'The system whose id it is, where several have ids.',
  followUp: '`due`: to be followed up today or earlier.',
  format: '`csv` for a file, `json` for an object.',
  from: 'The first day or moment of the period; for a difference, the older version.',
  limit: 'How many items a page has at most.',
  mine: 'Only what the caller owns, or what notifies the caller or a lane of theirs.',
  name: 'The name of the file, with the ending of its type.',
  number: 'The number of a version, counted from 1.',
  open: 'Whether it is still open.',
  owner: 'The e-mail address of a user; `me` is the caller.',
  person: 'The id of a person.',
  process: 'The name of a sales process.',
  q: 'The first letters of a name or an address.',
  queue: 'Only what nobody owns yet.',
  record: 'The id of a record.',
  sort: 'The order; `-` before a field is the greatest or latest first.',
  timeZone: 'An IANA time zone, in which days are meant.',
  to: 'The end of the period, excluded; for a difference, the newer version.',
};

/** Returns the meaning of a parameter in words. */
export function meaningOf({ in: within, name }: Pick<Parameter, 'in' | 'name'>): string {
  if (within === 'path' && name === 'id') return 'The id of the record.';
  if (within === 'path' && name === 'externalId') return 'The id that the record has in the other system.';
  if (within === 'path') return `The \`${name}\` of what is asked for.`;
  const known = meanings[name];
  if (known !== undefined) return known;
  const [, field, bound] = /^(\w+)(From|To)$/.exec(name) ?? [];
  if (field !== undefined)
    return bound === 'From'
      ? `The earliest \`${field}At\`, included.`
      : `The latest \`${field}At\`, excluded.`;
  return `Only those with this \`${name}\`.`;
}
