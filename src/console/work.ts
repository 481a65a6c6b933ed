/** The API of the work list: what a rep does next, leads and contacts' tasks in one order. */
import type { FastifyInstance } from 'fastify';
import { workFilterSchema, workPageSchema } from '../contract/api/api.ts';
import type { WorkRecords } from '../sales/records/records.ts';
import { answers, docs } from './route-docs.ts';
import { ofOwner } from './session.ts';
import { documented, parse } from './validation.ts';

export function registerWork(app: FastifyInstance, sales: { records: WorkRecords }): void {
  app.get(
    '/work',
    docs('Open leads with their contact task, and contact tasks of no lead, the hottest first', {
      description:
        'One list in one order: `-heat` is by score, then by the nearest deadline; `dueAt` is by deadline. Counts stop at a limit.',
      operationId: 'listWork',
      querystring: documented(workFilterSchema, 'input'),
      response: answers(workPageSchema, 'A page of work, with the counts of its view'),
    }),
    async (request) => sales.records.listWork(ofOwner(parse(workFilterSchema, request.query), request)),
  );
}
