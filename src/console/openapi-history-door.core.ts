/** The door for events of before in the OpenAPI document. Pure. */
import { type Door, parameter } from './openapi-door-parts.ts';
import { answerHeaders } from './openapi-words.ts';

const eventImportExample = {
  ...{
    id: '3',
    label: 'tracks.ndjson',
    status: 'scoring',
    openedBy: 'key k_1',
    undoUntil: '2026-12-31T09:00:00.000Z',
  },
  ...{ openedAt: '2026-12-01T09:00:00.000Z', changedAt: '2026-12-01T09:00:00.000Z', alertSince: null },
  counts: { lines: 2, events: 2, bad: 0, tooOld: 0, erased: 0, warnings: 0, duplicates: 0 },
  progress: { profiles: 1, scored: 0 },
};

export const historyDoor: Door = {
  operationId: 'sendHistory',
  summary: 'Send events of before, as history',
  description:
    'NDJSON or CSV of Segment\u2019s shapes, plain, gzip or zstd, by a secret key. It is answered when all lines are read; `Location` says where to watch the scoring. Where the body breaks off, nothing of it stays. Larger files go in parts: `scoville import-events`.',
  security: [{ writeKey: [] }],
  parameters: [
    parameter('query', 'format', '`ndjson` or `csv`; found from the body where it is left out.', 'ndjson'),
    parameter('query', 'type', 'The type of rows that name none, as in a table of a warehouse.', 'track'),
    parameter('query', 'file', 'The name of the file, for people.', 'tracks.ndjson'),
    parameter(
      'query',
      'alertSince',
      'People whose latest imported event is as young may be notified of.',
      '7d',
    ),
  ],
  requestBody: {
    content: {
      'application/x-ndjson': {
        schema: { type: 'string' },
        example: '{"type":"track","event":"Signed Up"}\n',
      },
      'text/csv': { schema: { type: 'string' }, example: 'type,event,user_id,timestamp\n' },
    },
  },
  responses: {
    202: {
      description: 'All lines are read, and its profiles are being scored',
      headers: { Location: answerHeaders.Location },
      content: {
        'application/json': {
          schema: { $ref: '#/components/schemas/EventImport' },
          example: eventImportExample,
        },
      },
    },
  },
  'x-problems': [
    ...(['EventRefused', 'KeyRefused', 'OriginRefused', 'RequestTimeout', 'BodyTooLarge'] as const),
    ...(['TooManyEvents', 'InternalError', 'EventsUnavailable'] as const),
  ],
};
