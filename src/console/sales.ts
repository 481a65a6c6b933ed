/** The API of leads, tasks and people. */
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import {
  leadChangeSchema,
  leadFilterSchema,
  leadSchema,
  newLeadSchema,
  personInputSchema,
  personSchema,
  taskChangeSchema,
  taskFilterSchema,
  taskSchema,
} from '../contract/contract.ts';
import { Fault, limits } from '../kernel/kernel.ts';
import type { Pipeline } from '../pipeline/pipeline.ts';
import { actorOf, revisionIn, tagged } from './session.ts';
import { documented, parse } from './validation.ts';

export type WithId = { Params: { id: string } };

export const listOf = (item: z.ZodType) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });
export const answers = (schema: z.ZodType, description: string) => ({
  200: { description, ...documented(schema, 'output') },
});

export const docs = (summary: string, schemas: Record<string, unknown> = {}) => ({
  config: { docs: { summary, ...schemas } },
});

const peopleQuerySchema = z.strictObject({
  email: z.string().trim().min(1).optional(),
  limit: z.coerce.number().int().min(1).max(limits.pageItemsMax).default(50),
});

export function registerSales(app: FastifyInstance, pipeline: Pipeline): void {
  app.get(
    '/leads',
    docs('Leads, newest first', {
      querystring: documented(leadFilterSchema, 'input'),
      response: answers(listOf(leadSchema), 'A page of leads'),
    }),
    async (request) => pipeline.listLeads(parse(leadFilterSchema, request.query)),
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
      const id = await pipeline.beginRecord('lead', name ?? null, columns, fields, actorOf(request));
      return reply.code(201).send(tagged(reply, found(await pipeline.lead(id), `lead "${id}"`)));
    },
  );
  app.get<WithId>(
    '/leads/:id',
    docs('One lead', { response: answers(leadSchema, 'The lead') }),
    async ({ params }, reply) => tagged(reply, found(await pipeline.lead(params.id), `lead "${params.id}"`)),
  );
  app.patch<WithId>(
    '/leads/:id',
    docs('Change a lead’s status, fields or owner, or say what it was worth', {
      body: documented(leadChangeSchema, 'input'),
      response: answers(leadSchema, 'The lead as it is now'),
    }),
    async (request, reply) => {
      const change = { ...parse(leadChangeSchema, request.body), revision: revisionIn(request) };
      return tagged(reply, await pipeline.changeLead(request.params.id, change, actorOf(request)));
    },
  );

  app.get(
    '/tasks',
    docs('Contact tasks, newest first', {
      querystring: documented(taskFilterSchema, 'input'),
      response: answers(listOf(taskSchema), 'A page of tasks'),
    }),
    async (request) => pipeline.listTasks(parse(taskFilterSchema, request.query)),
  );
  app.get<WithId>(
    '/tasks/:id',
    docs('One task', { response: answers(taskSchema, 'The task') }),
    async ({ params }, reply) => tagged(reply, found(await pipeline.task(params.id), `task "${params.id}"`)),
  );
  app.patch<WithId>(
    '/tasks/:id',
    docs('Complete a task with its outcome, or open it again', {
      body: documented(taskChangeSchema, 'input'),
      response: answers(taskSchema, 'The task as it is now'),
    }),
    async (request, reply) => {
      const change = { ...parse(taskChangeSchema, request.body), revision: revisionIn(request) };
      return tagged(reply, await pipeline.changeTask(request.params.id, change, actorOf(request)));
    },
  );

  app.post(
    '/people',
    docs('Enter somebody sales knows, or change the one with this address', {
      body: documented(personInputSchema, 'input'),
      response: answers(personSchema, 'The person'),
    }),
    async (request, reply) => {
      const input = parse(personInputSchema, request.body);
      const { person, isNew } = await pipeline.putPerson(input, actorOf(request));
      return reply.code(isNew ? 201 : 200).send(person);
    },
  );
  app.get(
    '/people',
    docs('People sales knows', {
      querystring: documented(peopleQuerySchema, 'input'),
      response: answers(listOf(personSchema), 'A page of people'),
    }),
    async (request) => {
      const { email, limit } = parse(peopleQuerySchema, request.query);
      return { items: await pipeline.listPeople(email ?? null, limit), nextCursor: null };
    },
  );
}

export function found<Item>(item: Item | null, what: string): Item {
  if (item === null) throw new Fault('not_found', `there is no ${what}`);
  return item;
}
