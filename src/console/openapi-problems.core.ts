/** Problems in the OpenAPI document: which an operation may answer, with an example of each code. Pure. */
import { type ErrorCode, errorCodes, problemOf } from '../base/kernel/kernel.ts';
import type { Content, Schema } from './openapi-shapes.ts';

/** Codes by the name of their answer; each with a detail as it may be. */
const answersOf = {
  InvalidRequest: {
    malformed_json: 'the body is not valid JSON: Unexpected token } in JSON at position 17',
    invalid_request: '"tier" is "hot": expected a number',
  },
  EventRefused: {
    malformed_json: 'the body is not valid JSON: Unexpected token } in JSON at position 17',
    invalid_event: '"event" is missing: a track names what was done',
    invalid_request: '"timestamp" is "yesterday": expected ISO 8601',
    no_user_anon_id: 'the event has neither "userId" nor "anonymousId"; send one of them',
  },
  KeyRefused: { invalid_write_key: 'the write key is unknown or revoked; "scoville keys" lists all' },
  MailNotProven: { mail_not_proven: 'the signature does not fit the body; docs/mail.md has the steps' },
  OriginRefused: {
    origin_not_allowed: 'the key is not for pages of https://other.example',
    secret_key_in_page: 'a secret key came from a page; use a public key there, and rotate this one',
  },
  RequestTimeout: { request_timeout: 'the request did not arrive within 25 seconds' },
  UnsupportedEncoding: { unsupported_encoding: 'the body is encoded as "zstd"; use gzip, br or deflate' },
  Unauthenticated: { unauthenticated: 'log in, or send "Authorization: Bearer <API_TOKEN>"' },
  Forbidden: { forbidden: 'role operator may not POST /api/v1/leads; it needs admin or manager or rep' },
  NotFound: { not_found: 'there is no lead "ld_unknown"' },
  Conflict: { conflict: 'the task is complete; reopen it with {"status": "Open"}' },
  RevisionMismatch: { revision_mismatch: 'the record has revision 4, not 3; read it again' },
  BodyTooLarge: { body_too_large: 'Request body is too large' },
  UnsupportedMediaType: {
    unsupported_media_type: 'send the body with "Content-Type: application/json"',
  },
  TooManyRequests: { too_many_requests: '10 wrong passwords within a minute; wait 42 seconds' },
  TooManyEvents: {
    too_many_requests: 'this write key may send 20000 events a second; send again after 2 seconds',
    overloaded: 'the door is past its capacity: scoring is too far behind; send again after 4 seconds',
  },
  InternalError: { internal: 'the request failed; the log has the reason under the request id' },
  Unavailable: {
    store_unavailable: 'the store cannot be reached now; nothing was changed, try again',
    stream_unavailable: 'Redis cannot be reached now; try again',
    replicas_behind: 'too few Redis replicas have the change; try again',
    foreign_installation: 'Redis belongs to another installation; an operator corrects REDIS_URL',
    history_behind: 'the history does not have all accepted events yet; try again',
    profile_unreadable: 'what is stored of this profile cannot be read; an operator restores it',
  },
  EventsUnavailable: {
    stream_unavailable: 'Redis cannot be reached now; send the event again',
    stream_backlog: 'too many events wait; send the event again',
    replicas_behind: 'too few Redis replicas have the event; send it again',
    foreign_installation: 'Redis belongs to another installation; an operator corrects REDIS_URL',
  },
  MailUnavailable: {
    stream_unavailable: 'Redis cannot be reached now; the provider sends again',
    provider_unavailable: 'the certificate of Amazon cannot be read now; the provider sends again',
  },
} as const satisfies Record<string, Partial<Record<ErrorCode, string>>>;

export type ProblemName = keyof typeof answersOf;

const names = Object.keys(answersOf) as ProblemName[];

const problemType = 'application/problem+json';

export const problemSchema: Schema = {
  title: 'Problem',
  description: 'An error, by RFC 9457. `code` is for programs, `detail` for people.',
  type: 'object',
  properties: {
    type: { type: 'string', pattern: '^urn:scoville:error:', description: 'A URN that ends in the code.' },
    title: { type: 'string', description: 'The error in a sentence.' },
    status: { type: 'integer', minimum: 400, maximum: 599 },
    detail: { type: 'string', description: 'The bad value and the remedy.' },
    code: { type: 'string', enum: Object.keys(errorCodes) },
    message: { type: 'string', description: 'The same as `detail`.' },
    request_id: { type: 'string', description: 'Under which the log has the request.' },
  },
  required: ['type', 'title', 'status', 'detail', 'code', 'message', 'request_id'],
  additionalProperties: false,
};

const exampleRequest = 'req-1207';

/** The answers of problems, by name. */
export function problemAnswers(schema: Schema): Record<string, Content> {
  return Object.fromEntries(names.map((name) => [name, problemAnswer(name, schema)]));
}

function problemAnswer(name: ProblemName, schema: Schema): Content {
  const rows = Object.entries(answersOf[name]) as [ErrorCode, string][];
  const status = statusOf(name);
  return {
    description: rows
      .map(([code]) => `\`${code}\`: ${errorCodes[code].title}. ${errorCodes[code].remedy}`)
      .join('\n\n'),
    ...((status === 429 || status === 503) && {
      headers: { 'Retry-After': { $ref: '#/components/headers/Retry-After' } },
    }),
    content: {
      [problemType]: {
        schema,
        examples: Object.fromEntries(
          rows.map(([code, detail]) => [code, { value: problemOf(code, detail, exampleRequest) }]),
        ),
      },
    },
  };
}

export function statusOf(name: ProblemName): number {
  const [code] = Object.keys(answersOf[name]) as ErrorCode[];
  return errorCodes[code as ErrorCode].status;
}

interface Asked {
  method: string;
  path: string;
  hasQuery: boolean;
  hasBody: boolean;
  takesRevision: boolean;
  isThrottled: boolean;
}

/** Returns answers of problems as references, by status. */
export function problemReferences(names: readonly ProblemName[]): Record<string, { $ref: string }> {
  return Object.fromEntries(
    names.map((name) => [statusOf(name), { $ref: `#/components/responses/${name}` }]),
  );
}

/** Returns the problems that an operation of the API may answer. */
export function problemsOf(asked: Asked): readonly ProblemName[] {
  const changes = asked.method !== 'get';
  return [
    ...(['InvalidRequest', 'Unauthenticated', 'Forbidden'] as const),
    ...(asked.path.includes('{') || asked.hasBody || asked.hasQuery || asked.path.includes('/me')
      ? (['NotFound'] as const)
      : []),
    ...(changes ? (['Conflict'] as const) : []),
    ...(asked.takesRevision ? (['RevisionMismatch'] as const) : []),
    ...(changes ? (['BodyTooLarge', 'UnsupportedMediaType'] as const) : []),
    ...(asked.isThrottled ? (['TooManyRequests'] as const) : []),
    ...(['InternalError', 'Unavailable'] as const),
  ];
}
