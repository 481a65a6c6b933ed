/**
 * The doors beside the API in the OpenAPI document: events, webhooks of mail providers, forms, links in mails, health. Pure.
 *
 * They are those of other roles, which may run in other processes. So they are described here, and not by their routes.
 */
import { limits, problemOf } from '../base/kernel/kernel.ts';
import { type Door, parameter } from './openapi-door-parts.ts';
import {
  aliveSchema,
  batchAnswer,
  batchSchema,
  type EventCall,
  eventAnswer,
  eventSchemas,
  formAnswer,
  formSchema,
  mailAnswer,
  readySchema,
} from './openapi-door-schemas.ts';
import { historyDoor } from './openapi-history-door.core.ts';
import { type ProblemName, problemAnswers, problemSchema, statusOf } from './openapi-problems.core.ts';
import type { Content, Schema } from './openapi-shapes.ts';
import { answerHeaders } from './openapi-words.ts';

const jsonType = 'application/json';

/** How a request may carry its write key. */
export const doorSecuritySchemes = {
  writeKey: {
    type: 'http',
    scheme: 'basic',
    description:
      'A write key as the user, without a password. It may stand in `X-Write-Key`, `?writeKey=` or the body too.',
  },
};

const withKey = [{ writeKey: [] }];
const eventProblems: readonly ProblemName[] = [
  ...(['EventRefused', 'KeyRefused', 'OriginRefused', 'RequestTimeout', 'BodyTooLarge'] as const),
  ...(['UnsupportedEncoding', 'TooManyEvents', 'InternalError', 'EventsUnavailable'] as const),
];
const scriptProblems: readonly ProblemName[] = ['InvalidRequest', 'NotFound', 'InternalError'];

const json = (description: string, schema: Schema, example: unknown) => ({
  description,
  content: { [jsonType]: { schema, example } },
});
const text = (description: string, type: string, example: string) => ({
  description,
  content: { [type]: { schema: { type: 'string' }, example } },
});
const image = (description: string) => ({
  description,
  content: { 'image/gif': { schema: { type: 'string', format: 'binary' }, example: '' } },
});
/** Problems that a browser is shown as pages. */
function orPages(names: readonly ProblemName[]): Record<string, Content> {
  const answers = problemAnswers(problemSchema);
  const page = { 'text/html': { schema: { type: 'string' }, example: '<h1>The form was not sent</h1>' } };
  return Object.fromEntries(
    names.map((name) => {
      const { content, ...answer } = answers[name] as Content;
      return [statusOf(name), { ...answer, content: { ...content, ...page } }];
    }),
  );
}

const identity = { userId: '17', messageId: 'm-1207', timestamp: '2026-12-01T09:00:00.000Z' };
const video = {
  event: 'Video Playback Started',
  properties: { category: 'product-demo', content_asset_id: 'control-panel-tour' },
};
const person = { email: 'ada@example.com', name: 'Ada Lovelace' };

const calls: Record<EventCall, { summary: string; example: object }> = {
  track: { summary: 'Send what somebody did', example: { ...identity, ...video } },
  page: {
    summary: 'Send that somebody saw a page',
    example: { ...identity, properties: { path: '/pricing', title: 'Prices' } },
  },
  screen: { summary: 'Send that somebody saw a screen of an app', example: { ...identity, name: 'Prices' } },
  identify: { summary: 'Send who somebody is', example: { ...identity, anonymousId: 'd-1', traits: person } },
  alias: { summary: 'Send that two ids are one person', example: { ...identity, previousId: 'd-1' } },
  group: {
    summary: 'Send the company of somebody',
    example: { ...identity, groupId: 'northwind', traits: { name: 'Northwind' } },
  },
};

function eventDoors(): Record<string, Record<string, Door>> {
  return Object.fromEntries(
    (Object.keys(calls) as EventCall[]).map((call) => [
      `/v1/${call}`,
      {
        post: {
          operationId: `send${call.charAt(0).toUpperCase()}${call.slice(1)}`,
          summary: calls[call].summary,
          description: `Also at \`/v1/${call.charAt(0)}\` and \`/api/s/${call}\`, where clients send it. An answer of success means that the event is in the stream. A \`messageId\` counts once, however often it is sent.`,
          security: withKey,
          requestBody: {
            content: { [jsonType]: { schema: eventSchemas[call], example: calls[call].example } },
          },
          responses: { 200: json('It is in the stream', eventAnswer, { success: true }) },
          'x-problems': eventProblems,
        },
      },
    ]),
  );
}

const batch: Door = {
  operationId: 'sendBatch',
  summary: 'Send many events at once',
  description:
    'Also at `/v1/b`, `/v1/import` and `/beacon/v1/batch`. A bad event does not fail the others: `errors` names it by its index.',
  security: withKey,
  requestBody: {
    content: {
      [jsonType]: {
        schema: batchSchema,
        example: { batch: [{ type: 'track', ...identity, ...video }], sentAt: '2026-12-01T09:00:01.000Z' },
      },
    },
  },
  responses: {
    200: json('What became of the events', batchAnswer, {
      ...{ success: true, accepted: 1, rejected: 0, late: 0, lateIndexes: [], errors: [] },
    }),
  },
  'x-problems': eventProblems,
};

const pixel: Door = {
  operationId: 'sendPixel',
  summary: 'Send an event as the address of an image',
  description:
    'For mails and pages without scripts. The image is answered whatever becomes of the event; `scoville_events_rejected_total` counts the refused.',
  security: withKey,
  parameters: [
    parameter('path', 'type', 'The call: `track`, `page` … `.gif` may follow.', 'track'),
    parameter('query', 'writeKey', 'The public key.', 'c0123456789abcdefghijklmn'),
    parameter(
      'query',
      'data',
      'The event as JSON in base64. Else its fields, with dots between names.',
      'e30=',
    ),
  ],
  responses: { 200: image('An image of one pixel') },
  'x-problems': ['InvalidRequest', 'InternalError'],
};

const mail: Door = {
  operationId: 'receiveMailEvents',
  summary: 'Take the webhook of a mail provider',
  description:
    'Deliveries, opens, clicks and wishes of recipients, as SendGrid, Mailgun, Postmark, Amazon SES through SNS, Mandrill and Resend post them. The signature over the raw bytes is checked; docs/mail.md has the steps.',
  security: [],
  parameters: [
    parameter(
      'path',
      'provider',
      '`sendgrid`, `mailgun`, `postmark`, `ses`, `mandrill` or `resend`.',
      'sendgrid',
    ),
    parameter(
      'query',
      'key',
      'A secret key, for a provider that signs nothing.',
      'c0123456789abcdefghijklmn',
    ),
  ],
  requestBody: {
    description: `As the provider writes it; at most ${limits.mailBodyBytesMax} bytes.`,
    content: {
      [jsonType]: {
        schema: { description: 'As the provider writes it.' },
        example: [{ email: person.email, event: 'open', sg_event_id: 'e-1', timestamp: 1_796_115_600 }],
      },
    },
  },
  responses: {
    200: json('What became of the events', mailAnswer, { success: true, accepted: 1, rejected: 0 }),
  },
  'x-problems': [
    ...(['InvalidRequest', 'MailNotProven', 'OriginRefused', 'NotFound', 'BodyTooLarge'] as const),
    ...(['TooManyEvents', 'InternalError', 'MailUnavailable'] as const),
  ],
};

const form: Door = {
  operationId: 'sendForm',
  summary: 'Send the form of a website: it opens a record',
  description:
    'The key names the pipeline and the fields. A browser that sends a plain form is answered with a page or a redirect, a script with JSON. The same words within a minute open one record.',
  security: [],
  parameters: [parameter('path', 'key', 'The key of the form.', 'c0123456789abcdefghijklmn')],
  requestBody: {
    content: {
      [jsonType]: { schema: formSchema, example: { ...person, 'order-slip': true } },
      'application/x-www-form-urlencoded': { schema: formSchema, example: { ...person } },
    },
  },
  responses: {
    201: {
      description: 'It was accepted',
      content: {
        [jsonType]: { schema: formAnswer, example: { accepted: true } },
        'text/html': { schema: { type: 'string' }, example: '<h1>Thank you</h1>' },
      },
    },
    303: {
      description: 'It was accepted; the page that the key names is next',
      headers: { Location: answerHeaders.Location },
    },
    ...orPages(['InvalidRequest', 'KeyRefused', 'OriginRefused', 'Conflict', 'TooManyRequests']),
  },
  'x-problems': ['BodyTooLarge', 'UnsupportedMediaType', 'InternalError', 'Unavailable'],
};

const link: Door = {
  operationId: 'followMailLink',
  summary: 'Follow a signed link of a mail',
  description: 'Counts the click, and leads to the address that was signed. It leads nowhere else.',
  security: [],
  parameters: [
    parameter('path', 'token', 'The signed link, as POST /mail-links makes it.', 'eyJ1cmwiOiIvIn0'),
  ],
  responses: {
    302: { description: 'The address of the link', headers: { Location: answerHeaders.Location } },
    400: {
      description:
        'It is not signed by this installation: a page for people, a problem for programs that ask for JSON',
      content: {
        'text/html': { schema: { type: 'string' }, example: '<p>This link is not valid.</p>' },
        'application/problem+json': {
          schema: problemSchema,
          example: problemOf('invalid_request', 'the link is not signed by this installation', 'req-1207'),
        },
      },
    },
    default: {
      description: 'Any other error',
      content: {
        'application/problem+json': {
          schema: problemSchema,
          example: problemOf('internal', 'the request failed; the log has the reason', 'req-1207'),
        },
      },
    },
  },
  'x-problems': ['TooManyRequests', 'InternalError'],
};

const opened: Door = {
  operationId: 'openMailPixel',
  summary: 'Show the pixel of a mail',
  description: 'Counts the opening. The image is answered whatever becomes of it.',
  security: [],
  parameters: [
    parameter('path', 'token', 'The signed message, as POST /mail-links makes it.', 'eyJtIjoibS0xIn0'),
  ],
  responses: { 200: image('An image of one pixel') },
  'x-problems': ['InvalidRequest', 'InternalError'],
};

const snippet: Door = {
  operationId: 'getSnippet',
  summary: 'The snippet for pages',
  security: [],
  responses: { 200: text('The script', 'text/javascript', '!function(){}()') },
  'x-problems': scriptProblems,
};

const settings: Door = {
  operationId: 'getClientSettings',
  summary: "Settings for Segment's client in browsers",
  security: [],
  parameters: [parameter('path', 'key', 'The public key.', 'c0123456789abcdefghijklmn')],
  responses: {
    200: json(
      'The settings',
      {
        title: 'ClientSettings',
        type: 'object',
        properties: { integrations: { type: 'object' }, metrics: { type: 'object' } },
        required: ['integrations', 'metrics'],
      },
      {
        integrations: {
          'Segment.io': {
            apiKey: 'c0123456789abcdefghijklmn',
            apiHost: 'scoville.example/v1',
            protocol: 'https',
          },
        },
        metrics: { sampleRate: 0 },
      },
    ),
  },
  'x-problems': ['InvalidRequest', 'InternalError'],
};

const alive: Door = {
  operationId: 'getAlive',
  summary: 'Whether the process lives',
  security: [],
  responses: { 200: json('It does', aliveSchema, { status: 'ok' }) },
  'x-problems': ['InvalidRequest', 'InternalError'],
};

const ready: Door = {
  operationId: 'getReady',
  summary: 'Whether the process can work: its stores too',
  security: [],
  parameters: [
    parameter('query', 'role', 'One role of the process; all of them where it is left out.', 'ingest'),
  ],
  responses: {
    200: json('It can', readySchema, { status: 'ok', reasons: [] }),
    503: json('Something is away', readySchema, { status: 'unavailable', reasons: ['Redis: is silent'] }),
  },
  'x-problems': ['InvalidRequest', 'InternalError'],
};

const metrics: Door = {
  operationId: 'getMetrics',
  summary: 'Metrics, as Prometheus reads them',
  description:
    'For this machine and private networks, or with `METRICS_TOKEN` as the bearer. With `OPS_PORT` on that port. docs/metrics.md lists them.',
  security: [],
  responses: {
    200: text('The metrics', 'text/plain', 'scoville_events_accepted_total{type="track"} 12\n'),
  },
  'x-problems': ['InvalidRequest', 'Unauthenticated', 'NotFound', 'InternalError'],
};

/** By path, then by method. */
export const doorPaths: Readonly<Record<string, Record<string, Door>>> = {
  ...eventDoors(),
  '/v1/batch': { post: batch },
  '/v1/history': { post: historyDoor },
  '/v1/pixel/{type}': { get: pixel },
  '/v1/projects/{key}/settings': { get: settings },
  '/v1/mail/{provider}': { post: mail },
  '/s.js': { get: snippet },
  '/forms/{key}': { post: form },
  '/c/{token}': { get: link },
  '/o/{token}': { get: opened },
  '/livez': { get: alive },
  '/readyz': { get: ready },
  '/metrics': { get: metrics },
};
