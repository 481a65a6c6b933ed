/** The API of imports of events: opened, sent in parts, finished, watched, taken back. */
import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { ApiError, cursorFor } from '../base/kernel/kernel.ts';
import { movingBody } from '../base/network/network.ts';
import {
  eventImportFilterSchema,
  eventImportSchema,
  eventPartQuerySchema,
  eventPartSchema,
  eventPartsSchema,
  newEventImportSchema,
} from '../contract/api/api.ts';
import type { EventImports } from '../engine/event-imports/event-imports.ts';
import { csvOf } from './csv.core.ts';
import { inCursor } from './list-position.ts';
import { accepted, answers, answersText, created, docs, found, listOf, type WithId } from './route-docs.ts';
import { actorOf } from './session.ts';
import { documented, parse } from './validation.ts';

const list = 'event-imports';
const csvType = 'text/csv; charset=utf-8; header=present';
const what = (id: string) => `import of events "${id}"`;

/** A compressed file is found by its first bytes. */
const fileTypes = [
  ...['application/x-ndjson', 'application/json', 'text/csv'],
  ...['application/gzip', 'application/zstd', 'application/octet-stream'],
];

interface Rooms {
  eventImports: EventImports;
}

export async function registerEventImports(app: FastifyInstance, rooms: Rooms): Promise<void> {
  registerWatching(app, rooms);
  registerActs(app, rooms);
  // A scope of its own: bodies are taken as they arrive, and by this route alone.
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(fileTypes, (_request, body, done) => done(null, body));
    scope.addContentTypeParser('*', (request, _body, done) =>
      done(
        new ApiError(
          'unsupported_media_type',
          `"Content-Type" is "${request.headers['content-type']?.slice(0, 80)}": send ${fileTypes.join(', ')}`,
        ),
      ),
    );
    registerParts(scope, rooms);
  });
}

function registerActs(app: FastifyInstance, { eventImports }: Rooms): void {
  app.post(
    '/event-imports',
    docs('Open an import of events of before', {
      description:
        'It takes parts until it is finished; nobody sees its events before. Opening again with the same `key`, or `Idempotency-Key`, returns the same import, unless it was taken back. A sender who was interrupted goes on, and files are imported once. With `alertSince`, people whose latest imported event is as young may be notified of.',
      body: documented(newEventImportSchema, 'input'),
      takes: ['Idempotency-Key'],
      response: {
        ...answers(eventImportSchema, 'The import with this key', ['Location']),
        ...created(eventImportSchema, 'The import', ['Location']),
      },
    }),
    async (request, reply) => {
      const given = parse(newEventImportSchema, request.body);
      const { name, idempotencyKey } = actorOf(request);
      const key = given.key ?? idempotencyKey;
      const { view, isNew } = await eventImports.open({ ...given, ...(key !== undefined && { key }) }, name);
      reply.code(isNew ? 201 : 200).header('location', `/api/v1/event-imports/${view.id}`);
      return view;
    },
  );
  app.post<WithId>(
    '/event-imports/:id/finish',
    docs('Finish an import of events: all its profiles are scored with it', {
      description: 'It is scored when its status is `done`. Finishing again changes nothing.',
      response: accepted(eventImportSchema, 'The import as it is now'),
    }),
    async ({ params: { id } }, reply) => reply.code(202).send(await eventImports.finish(id)),
  );
  app.post<WithId>(
    '/event-imports/:id/undo',
    docs('Take an import of events back as a whole, within 30 days', {
      description:
        'Its events leave the history, and scores are as if they had never come. Who is who, and what is known of people, stays: live events may have said the same since.',
      response: accepted(eventImportSchema, 'The import; it is undone when its status is `undone`'),
    }),
    async ({ params: { id } }, reply) => reply.code(202).send(await eventImports.undo(id)),
  );
}

function registerParts(scope: FastifyInstance, { eventImports }: Rooms): void {
  scope.post<WithId>(
    '/event-imports/:id/parts',
    docs('Send a part of an import of events', {
      description:
        'The body is NDJSON or CSV of Segment’s shapes, plain, gzip or zstd. A part with a number that was sent before is written once. A CSV part begins with the header.',
      querystring: documented(eventPartQuerySchema, 'input'),
      isThrottled: true,
      consumes: ['application/x-ndjson', 'text/csv', 'application/gzip', 'application/zstd'],
      body: { type: 'string', description: 'The part' },
      response: answers(eventPartSchema, 'What became of its lines'),
    }),
    async (request) => {
      const { id } = request.params;
      found(await eventImports.find(id), what(id));
      const given = parse(eventPartQuerySchema, request.query);
      if (!(request.body instanceof Readable))
        throw new ApiError('invalid_request', 'there is no body; send the events as NDJSON or CSV');
      return eventImports.load(id, given, movingBody(request.raw.socket, request.body));
    },
  );
}

function registerWatching(app: FastifyInstance, { eventImports }: Rooms): void {
  app.get(
    '/event-imports',
    docs('Imports of events, the latest first', {
      querystring: documented(eventImportFilterSchema, 'input'),
      response: answers(listOf(eventImportSchema), 'A page of imports'),
    }),
    async ({ query }) => {
      const { limit, cursor } = parse(eventImportFilterSchema, query);
      const before = cursor === undefined ? null : inCursor(cursor, list, idIn);
      const { items, next } = await eventImports.list(before, limit);
      return { items, nextCursor: next === null ? null : cursorFor(list, [String(next)]) };
    },
  );
  app.get<WithId>(
    '/event-imports/:id',
    docs('An import of events: its counts, and how far it is scored', {
      response: answers(eventImportSchema, 'The import'),
    }),
    async ({ params: { id } }) => found(await eventImports.find(id), what(id)),
  );
  app.get<WithId>(
    '/event-imports/:id/parts',
    docs('The parts that an import of events has', {
      description: 'A sender that was interrupted sends the others.',
      operationId: 'listEventImportParts',
      response: answers(eventPartsSchema, 'Their numbers, ascending'),
    }),
    async ({ params: { id } }) => ({ parts: found(await eventImports.parts(id), what(id)) }),
  );
  app.get<WithId>(
    '/event-imports/:id/faults',
    docs('The refused lines of an import of events as CSV: file, line, code and reason', {
      operationId: 'getEventImportFaults',
      response: answersText('text/csv', 'The refused lines', {
        headers: ['Content-Disposition'],
        example: 'file,line,code,reason\r\ntracks.ndjson,3,malformed_json,the line is not valid JSON\r\n',
      }),
    }),
    async ({ params: { id } }, reply) => {
      const faults = found(await eventImports.faults(id), what(id));
      const rows = faults.map(({ message: reason, ...fault }) => ({ ...fault, reason }));
      reply.type(csvType).header('content-disposition', `attachment; filename="refused_${id}.csv"`);
      return reply.send(csvOf(['file', 'line', 'code', 'reason'], rows));
    },
  );
}

const idIn = (text: string) => (/^[1-9]\d{0,8}$/.test(text) ? Number(text) : null);
