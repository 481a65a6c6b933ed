/** The API of duplicates: pairs that may be one, two records compared and merged, and the merges that were made. */
import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import {
  companyMergeSchema,
  duplicateFilterSchema,
  duplicatePairSchema,
  duplicateSchema,
  type MergedList,
  type MergeWanted,
  mergeFilterSchema,
  mergePreviewSchema,
  mergeQuerySchema,
  mergeSchema,
  personMergeSchema,
  successSchema,
} from '../contract/api/api.ts';
import type { Merging } from '../sales/merging/merging.ts';
import { answers, created, docs, found, listOf, type WithId } from './route-docs.ts';
import { actorOf, revisionIn } from './session.ts';
import { documented, parse } from './validation.ts';

/** The two kinds of records, as their routes name them. */
const kinds: readonly {
  list: MergedList;
  what: string;
  wanted: z.ZodType<MergeWanted>;
}[] = [
  { list: 'people', what: 'person', wanted: personMergeSchema },
  { list: 'companies', what: 'company', wanted: companyMergeSchema },
];

export function registerMerges(app: FastifyInstance, { records: merging }: { records: Merging }): void {
  registerDuplicates(app, merging);
  for (const kind of kinds) registerMerging(app, merging, kind);
  app.get(
    '/merges',
    docs('Merges of people or companies, the latest first', {
      querystring: documented(mergeFilterSchema, 'input'),
      response: answers(listOf(mergeSchema), 'A page of merges'),
    }),
    async (request) => merging.listMerges(parse(mergeFilterSchema, request.query)),
  );
  app.get<WithId>(
    '/merges/:id',
    docs('One merge', { response: answers(mergeSchema, 'The merge') }),
    async ({ params: { id } }) => found(await merging.findMerge(id), `merge "${id}"`),
  );
  app.post<WithId>(
    '/merges/:id/undo',
    docs('Take a merge apart, within a day: both records are as before', {
      description:
        'Refused where work that ended in the merge was changed since, and where another record has a former name by now.',
      response: answers(successSchema, 'Both records are there again'),
    }),
    async (request) => {
      await merging.undoMerge(request.params.id, actorOf(request));
      return { success: true as const };
    },
  );
}

function registerDuplicates(app: FastifyInstance, merging: Merging): void {
  app.get(
    '/duplicates',
    docs('Pairs of people or companies that may be one, with the reasons', {
      description:
        'A page may be short, and another one follow: one page looks at a bounded number of shared addresses, phones and names.',
      querystring: documented(duplicateFilterSchema, 'input'),
      response: answers(listOf(duplicateSchema), 'A page of pairs, those with the strongest reason first'),
    }),
    async (request) => merging.listDuplicates(parse(duplicateFilterSchema, request.query)),
  );
  const body = documented(duplicatePairSchema, 'input');
  app.post(
    '/duplicates/dismiss',
    docs('Say that two records are two: they are suggested no more', {
      body,
      response: answers(duplicateSchema, 'The pair'),
    }),
    async (request) => merging.sayDistinct(parse(duplicatePairSchema, request.body), true, actorOf(request)),
  );
  app.post(
    '/duplicates/suggest',
    docs('Take back that two records are two', {
      body,
      response: answers(duplicateSchema, 'The pair'),
    }),
    async (request) => merging.sayDistinct(parse(duplicatePairSchema, request.body), false, actorOf(request)),
  );
}

function registerMerging(
  app: FastifyInstance,
  merging: Merging,
  { list, what, wanted }: (typeof kinds)[number],
): void {
  const named = `${what.charAt(0).toUpperCase()}${what.slice(1)}`;
  app.get<WithId>(
    `/${list}/:id/merge-preview`,
    docs(`What merging another ${what} into this one would do`, {
      operationId: `preview${named}Merge`,
      querystring: documented(mergeQuerySchema, 'input'),
      response: answers(mergePreviewSchema, 'Both records, field by field, and what goes over'),
    }),
    async ({ params: { id: kept }, query }) =>
      merging.previewMerge(list, { kept, merged: parse(mergeQuerySchema, query).merged }),
  );
  app.post<WithId>(
    `/${list}/:id/merges`,
    docs(`Merge another ${what} into this one`, {
      operationId: `merge${named}`,
      description: `The other ${what} becomes part of this one: its leads, tasks, records and activities go over, and its ids lead here. It can be undone for a day. \`If-Match\` is the revision of this ${what}, \`mergedRevision\` that of the other.`,
      takes: ['If-Match', 'Idempotency-Key'],
      body: documented(wanted, 'input'),
      response: created(mergeSchema, 'The merge'),
    }),
    async (request, reply) => {
      const asked = { ...parse(wanted, request.body), revision: revisionIn(request) };
      const made = await merging.merge(list, request.params.id, asked, actorOf(request));
      return reply.code(201).send(made);
    },
  );
}
