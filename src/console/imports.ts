/** The API of imports and exports: files of CSV in, watched, corrected, undone; and records out. */
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { ApiError } from '../base/kernel/kernel.ts';
import { movingBody } from '../base/network/network.ts';
import {
  type ExportQuery,
  exportChoiceSchema,
  exportQuerySchema,
  importChangeSchema,
  importFilterSchema,
  importQuerySchema,
  importSchema,
  keptFilterSchema,
  keptSchema,
} from '../contract/api/api.ts';
import { exportFileName, type Imports } from '../sales/imports/imports.ts';
import { accepted, answers, answersText, docs, found, listOf, type WithId } from './route-docs.ts';
import { actorOf } from './session.ts';
import { documented, parse } from './validation.ts';

const csvTypes = ['text/csv', 'application/csv', 'text/tab-separated-values', 'application/vnd.ms-excel'];
const csvType = 'text/csv; charset=utf-8; header=present';

export async function registerImports(app: FastifyInstance, sales: { imports: Imports }): Promise<void> {
  // A scope of its own: files are taken as they arrive, and by these routes alone.
  await app.register(async (scope) => {
    scope.addContentTypeParser(csvTypes, (_request, body, done) => done(null, body));
    scope.addContentTypeParser('*', (request, _body, done) =>
      done(
        new ApiError(
          'unsupported_media_type',
          `"Content-Type" is "${request.headers['content-type']?.slice(0, 80)}": send the file with "Content-Type: text/csv"`,
        ),
      ),
    );
    registerUpload(scope, sales);
  });
  registerWatching(app, sales);
  registerExports(app, sales);
}

function registerUpload(scope: FastifyInstance, { imports }: { imports: Imports }): void {
  scope.post(
    '/imports',
    docs('Import a file of CSV', {
      description:
        'The body is the file, as a spreadsheet writes it: UTF-8, UTF-16 or Windows-1252, with commas, semicolons or tabs. What is not stated is found from the file; the answer shows what was found. The import waits for a worker: `Location` says where to watch it. `dryRun=true` checks the file and imports nothing.',
      querystring: documented(importQuerySchema, 'input'),
      takes: ['Idempotency-Key'],
      isThrottled: true,
      consumes: ['text/csv'],
      body: { type: 'string', description: 'The file' },
      response: {
        ...answers(importSchema, 'The import of the first request with this Idempotency-Key', ['Location']),
        ...accepted(importSchema, 'The import', ['Location']),
      },
    }),
    async (request, reply) => {
      const charset = /;\s*charset="?([^";\s]+)/i.exec(request.headers['content-type'] ?? '')?.[1];
      const query = parse(importQuerySchema, request.query);
      const encoding = query.encoding ?? charset;
      if (!(request.body instanceof Readable))
        throw new ApiError(
          'invalid_request',
          'there is no file; send it as the body with "Content-Type: text/csv"',
        );
      const { view, isNew } = await imports.receive(
        movingBody(request.raw.socket, request.body),
        { ...query, ...(encoding !== undefined && { encoding }) },
        actorOf(request),
      );
      return reply
        .code(isNew ? 202 : 200)
        .header('location', `/api/v1/imports/${view.id}`)
        .send(view);
    },
  );
}

function registerWatching(app: FastifyInstance, { imports }: { imports: Imports }): void {
  app.get(
    '/imports',
    docs('Imports, the latest first', {
      querystring: documented(importFilterSchema, 'input'),
      response: answers(listOf(importSchema), 'A page of imports'),
    }),
    async (request) => imports.list(parse(importFilterSchema, request.query)),
  );
  app.get<WithId>(
    '/imports/:id',
    docs('An import: what its file was taken for, its progress, its counts', {
      response: answers(importSchema, 'The import'),
    }),
    async ({ params: { id } }) => found(await imports.find(id), `import "${id}"`),
  );
  app.patch<WithId>(
    '/imports/:id',
    docs('Correct how the file of a checked or failed import is read, and check it again', {
      description: '`"dryRun": false` carries it out, without sending the file again.',
      body: documented(importChangeSchema, 'input'),
      response: answers(importSchema, 'The import, waiting'),
    }),
    async (request) => imports.change(request.params.id, parse(importChangeSchema, request.body)),
  );
  app.delete<WithId>(
    '/imports/:id',
    docs('Cancel an import; what it has written is taken back', {
      operationId: 'cancelImport',
      response: answers(importSchema, 'The import as it is now'),
    }),
    async ({ params: { id } }) => imports.cancel(id),
  );
  app.post<WithId>(
    '/imports/:id/undo',
    docs('Undo an import as a whole, within a day', {
      description:
        'Values that were changed since, and records that are in use by now, stay: `GET /imports/{id}/kept` lists them.',
      response: accepted(importSchema, 'The import; it is undone when its status is `undone`'),
    }),
    async ({ params: { id } }, reply) => reply.code(202).send(await imports.undo(id)),
  );
  app.get<WithId>(
    '/imports/:id/rejected',
    docs('The bad rows as CSV: line, column, value and reason, then the row as it came', {
      description:
        'Corrected, the file can be sent again as it is: the columns with the reasons are left out.',
      operationId: 'getRejectedRows',
      response: answersText('text/csv', 'The bad rows', {
        headers: ['Content-Disposition'],
        example:
          'import line,import column,import value,import reason,email\r\n3,email,ada,expected an e-mail address,ada\r\n',
      }),
    }),
    async ({ params: { id } }, reply) => {
      const rows = found(await imports.rejected(id), `import "${id}"`);
      reply.type(csvType).header('content-disposition', `attachment; filename="rejected_${id}.csv"`);
      return reply.send(Readable.from(rows, { objectMode: false }));
    },
  );
  app.get<WithId>(
    '/imports/:id/kept',
    docs('What an undo has left as it is, with the reasons', {
      querystring: documented(keptFilterSchema, 'input'),
      response: answers(listOf(keptSchema), 'A page of values and records'),
    }),
    async (request) =>
      found(
        await imports.kept(request.params.id, parse(keptFilterSchema, request.query)),
        `import "${request.params.id}"`,
      ),
  );
}

function registerExports(app: FastifyInstance, { imports }: { imports: Imports }): void {
  const sent = (reply: FastifyReply, query: ExportQuery) => {
    const rows = imports.export(query);
    reply.type(csvType).header('content-disposition', `attachment; filename="${exportFileName(query.kind)}"`);
    return reply.send(Readable.from(rows, { objectMode: false }));
  };
  app.get(
    '/exports',
    docs('Records as CSV, whole or filtered', {
      description:
        'UTF-8 with its mark, streamed. The columns are those of an import: sent back unchanged, the file changes nothing. A cell that would run as a formula has an apostrophe before it, which an import removes. Filters are those of the lists.',
      querystring: documented(exportQuerySchema, 'input'),
      operationId: 'exportRecords',
      response: answersText('text/csv', 'A line of column names, then a line for each record, by id', {
        headers: ['Content-Disposition'],
        example: 'name,unitPrice,currency\r\nChair,12.50,EUR\r\n',
      }),
    }),
    async (request, reply) => sent(reply, parse(exportQuerySchema, request.query)),
  );
  app.post(
    '/exports',
    docs('Chosen records as CSV, by their ids', {
      description: 'The file is that of `GET /exports`; ids that are none are left out.',
      operationId: 'exportChosenRecords',
      body: documented(exportChoiceSchema, 'input'),
      response: answersText('text/csv', 'A line of column names, then a line for each record, by id', {
        headers: ['Content-Disposition'],
        example: 'id,email,name\r\npn_1,ada@example.com,Ada\r\n',
      }),
    }),
    async (request, reply) => sent(reply, parse(exportChoiceSchema, request.body)),
  );
}
