/** The API of bulk acts: one change of many records, watched, cancelled, undone; and what was refused as CSV. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ApiError } from '../base/kernel/kernel.ts';
import {
  bulkActFilterSchema,
  bulkActSchema,
  bulkCountQuerySchema,
  bulkCountSchema,
  type ChangedList,
  type FilteredList,
  listFilters,
  newBulkActSchema,
} from '../contract/api/api.ts';
import type { BulkActs } from '../sales/bulk/bulk.ts';
import { csvOf } from './csv.core.ts';
import { apiPrefix, whoMay } from './permissions.ts';
import { accepted, answers, answersText, docs, found, listOf, type WithId } from './route-docs.ts';
import { actorOf, ofOwner } from './session.ts';
import { documented, parse } from './validation.ts';

export function registerBulkActs(app: FastifyInstance, { bulk }: { bulk: BulkActs }): void {
  registerAsking(app, bulk);
  registerWatching(app, bulk);
}

function registerAsking(app: FastifyInstance, bulk: BulkActs): void {
  app.post(
    '/bulk-acts',
    docs('Change many records of a list: those that are named, or all that fit a filter', {
      description:
        '`change` is the body of `PATCH` of one record of the list; `each` adds what is meant for single records. Each record is changed by the rules of that change and with your rights: one that is refused holds up no other. The act waits for a worker: `Location` says where to watch it. `filter` has the filters of the list as its address has them.',
      takes: ['Idempotency-Key'],
      isThrottled: true,
      body: documented(newBulkActSchema, 'input'),
      response: {
        ...answers(bulkActSchema, 'The act of the first request with this Idempotency-Key', ['Location']),
        ...accepted(bulkActSchema, 'The act', ['Location']),
      },
    }),
    async (request, reply) => {
      const asked = parse(newBulkActSchema, request.body);
      requireMay(request, asked.list, asked.campaign === undefined ? 'PATCH' : 'PUT');
      const fits = asked.filter === undefined ? null : filtered(request, asked.list, asked.filter);
      const { view, isNew } = await bulk.begin(asked, fits, actorOf(request));
      return reply
        .code(isNew ? 202 : 200)
        .header('location', `${apiPrefix}/bulk-acts/${view.id}`)
        .send(view);
    },
  );
  app.post(
    '/bulk-acts/count',
    docs('Count the records that a bulk act would change', {
      description: 'It counts up to the limit of one act, and changes nothing.',
      operationId: 'countBulkRecords',
      body: documented(bulkCountQuerySchema, 'input'),
      response: answers(bulkCountSchema, 'How many fit'),
    }),
    async (request) => {
      const { list, filter } = parse(bulkCountQuerySchema, request.body);
      return bulk.count(filtered(request, list, filter), actorOf(request).name);
    },
  );
}

function registerWatching(app: FastifyInstance, bulk: BulkActs): void {
  app.get(
    '/bulk-acts',
    docs('Your bulk acts, the latest first; those of everybody for managers', {
      querystring: documented(bulkActFilterSchema, 'input'),
      response: answers(listOf(bulkActSchema), 'A page of acts'),
    }),
    async (request) => bulk.list(parse(bulkActFilterSchema, request.query), actorOf(request)),
  );
  app.get<WithId>(
    '/bulk-acts/:id',
    docs('A bulk act: its progress, and what was refused', { response: answers(bulkActSchema, 'The act') }),
    async (request) => found(await bulk.find(request.params.id, actorOf(request)), named(request)),
  );
  app.delete<WithId>(
    '/bulk-acts/:id',
    docs('Cancel a bulk act, or stop its undo; what it has changed stays, and can be undone', {
      operationId: 'cancelBulkAct',
      response: answers(bulkActSchema, 'The act as it is now'),
    }),
    async (request) => bulk.cancel(request.params.id, actorOf(request)),
  );
  app.post<WithId>(
    '/bulk-acts/:id/undo',
    docs('Undo a bulk act as a whole, within a day', {
      description:
        'Each record is put back as its timeline offers it. One that somebody has changed since stays as it is: it is counted as `kept`, with the reason.',
      response: accepted(bulkActSchema, 'The act; it is undone when its status is `undone`'),
    }),
    async (request, reply) => reply.code(202).send(await bulk.undo(request.params.id, actorOf(request))),
  );
  app.get<WithId>(
    '/bulk-acts/:id/refused',
    docs('The records that were refused, or kept by the undo, as CSV', {
      operationId: 'getRefusedRecords',
      response: answersText('text/csv', 'A line for each record, in the order of the act', {
        headers: ['Content-Disposition'],
        example: 'record,name,reason\r\nld_1,Ada,"there is no lead ""ld_1"""\r\n',
      }),
    }),
    async (request, reply) => {
      const { id } = request.params;
      const rows = found(await bulk.refused(id, actorOf(request)), named(request));
      reply
        .type('text/csv; charset=utf-8; header=present')
        .header('content-disposition', `attachment; filename="refused_${id}.csv"`);
      return reply.send(
        csvOf(
          ['record', 'name', 'reason'],
          rows.map((row) => ({ ...row })),
        ),
      );
    },
  );
}

const named = ({ params }: { params: { id: string } }) => `bulk act "${params.id}"`;

/** Throws `forbidden` for a role that may not change one record of the list so. */
function requireMay(request: FastifyRequest, list: ChangedList, method: 'PATCH' | 'PUT'): void {
  const { role = 'rep' } = actorOf(request);
  const path = method === 'PATCH' ? '/:id' : '/:id/campaign-influences';
  if (whoMay(method, `${apiPrefix}/${list}${path}`)?.includes(role)) return;
  throw new ApiError('forbidden', `role ${role} may not change ${list}, one or many`);
}

/** The filter as its list reads it. Throws `invalid_request` for a filter that the list has not. */
function filtered(
  request: FastifyRequest,
  list: ChangedList,
  given: Readonly<Record<string, string>>,
): FilteredList {
  return { list, filter: ofOwner(parse(listFilters[list], given), request) } as FilteredList;
}
