/** The API of saved views: the filters and columns of a table under a name. */
import type { FastifyInstance } from 'fastify';
import {
  newSavedViewSchema,
  savedViewChangeSchema,
  savedViewFilterSchema,
  savedViewSchema,
} from '../contract/api/api.ts';
import type { SavedViews } from '../sales/records/records.ts';
import { answers, created, docs, found, listOf, nothing, type WithId } from './route-docs.ts';
import { actorOf, revisionIn, tagged } from './session.ts';
import { documented, parse } from './validation.ts';

export function registerSavedViews(app: FastifyInstance, { records }: { records: SavedViews }): void {
  app.get(
    '/views',
    docs('Saved views of a table: your own, and those that others share', {
      operationId: 'listViews',
      querystring: documented(savedViewFilterSchema, 'input'),
      response: answers(listOf(savedViewSchema), 'The views, by name'),
    }),
    async (request) => {
      const { list } = parse(savedViewFilterSchema, request.query);
      return { items: await records.listViews(list, actorOf(request).name), nextCursor: null };
    },
  );
  app.post(
    '/views',
    docs('Save the filters and columns of a table under a name', {
      takes: ['Idempotency-Key'],
      body: documented(newSavedViewSchema, 'input'),
      response: created(savedViewSchema, 'The view'),
    }),
    async (request, reply) => {
      const view = await records.makeView(parse(newSavedViewSchema, request.body), actorOf(request));
      return reply.code(201).send(tagged(reply, view));
    },
  );
  app.get<WithId>(
    '/views/:id',
    docs('One saved view', { response: answers(savedViewSchema, 'The view') }),
    async (request, reply) => {
      const { id } = request.params;
      return tagged(reply, found(await records.savedView(id, actorOf(request).name), `view "${id}"`));
    },
  );
  app.patch<WithId>(
    '/views/:id',
    docs('Change a saved view, or begin its table with it', {
      description: 'Only its owner changes a view. Whether the table begins with it each user decides.',
      takes: ['If-Match'],
      body: documented(savedViewChangeSchema, 'input'),
      response: answers(savedViewSchema, 'The view as it is now'),
    }),
    async (request, reply) => {
      const change = { ...parse(savedViewChangeSchema, request.body), revision: revisionIn(request) };
      return tagged(reply, await records.changeView(request.params.id, change, actorOf(request)));
    },
  );
  app.delete<WithId>(
    '/views/:id',
    docs('Delete a saved view, for everybody', {
      description: 'Your own; a shared one of others as a manager.',
      response: nothing('It is gone'),
    }),
    async (request, reply) => {
      await records.deleteView(request.params.id, actorOf(request));
      return reply.code(204).send();
    },
  );
}
