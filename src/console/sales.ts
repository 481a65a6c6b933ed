/** The API of leads; and what the routes of all records are described with. */
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { Fault } from '../base/kernel/kernel.ts';
import { leadChangeSchema, leadFilterSchema, leadSchema, newLeadSchema } from '../contract/api/api.ts';
import type { Sales } from '../sales/sales.ts';
import { actorOf, ofOwner, revisionIn, tagged } from './session.ts';
import { documented, parse } from './validation.ts';

export type WithId = { Params: { id: string } };

export const listOf = (item: z.ZodType) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });
export const answers = (schema: z.ZodType, description: string) => ({
  200: { description, ...documented(schema, 'output') },
});

/** Words and schemas of a route for the OpenAPI document. */
export const docs = (summary: string, schemas: Record<string, unknown> = {}) => ({
  config: { docs: { summary, ...schemas } },
});

export function registerSales(app: FastifyInstance, sales: Pick<Sales, 'records' | 'workflow'>): void {
  app.get(
    '/leads',
    docs('Leads, newest first unless sorted otherwise', {
      querystring: documented(leadFilterSchema, 'input'),
      response: answers(listOf(leadSchema), 'A page of leads'),
    }),
    async (request) => sales.records.listLeads(ofOwner(parse(leadFilterSchema, request.query), request)),
  );
  app.post(
    '/leads',
    docs('Enter a lead by hand', {
      body: documented(newLeadSchema, 'input'),
      response: { 201: answers(leadSchema, 'The lead')[200] },
    }),
    async (request, reply) => {
      const { pipeline: name, person, fields, ...rest } = parse(newLeadSchema, request.body);
      const columns = { ...rest, person_id: person };
      const id = await sales.workflow.beginRecord('lead', name ?? null, columns, fields, actorOf(request));
      return reply.code(201).send(tagged(reply, found(await sales.records.lead(id), `lead "${id}"`)));
    },
  );
  app.get<WithId>(
    '/leads/:id',
    docs('One lead', { response: answers(leadSchema, 'The lead') }),
    async ({ params }, reply) =>
      tagged(reply, found(await sales.records.lead(params.id), `lead "${params.id}"`)),
  );
  app.patch<WithId>(
    '/leads/:id',
    docs('Change a lead’s status, fields or owner, or say what it was worth', {
      body: documented(leadChangeSchema, 'input'),
      response: answers(leadSchema, 'The lead as it is now'),
    }),
    async (request, reply) => {
      const change = { ...parse(leadChangeSchema, request.body), revision: revisionIn(request) };
      return tagged(reply, await sales.records.changeLead(request.params.id, change, actorOf(request)));
    },
  );
}

export function found<Item>(item: Item | null, what: string): Item {
  if (item === null) throw new Fault('not_found', `there is no ${what}`);
  return item;
}
