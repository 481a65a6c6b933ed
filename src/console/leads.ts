/** The API of leads. */
import type { FastifyInstance } from 'fastify';
import {
  leadChangeSchema,
  leadFilterSchema,
  leadSchema,
  leadUpsertSchema,
  newLeadSchema,
  stageGuideSchema,
} from '../contract/api/api.ts';
import type { LeadRecords } from '../sales/records/records.ts';
import { recordColumnsOf, type Workflow } from '../sales/workflow/workflow.ts';
import { registerByExternalId } from './external-ids.ts';
import { answers, created, docs, found, listOf, type WithId } from './route-docs.ts';
import { actorOf, ofOwner, revisionIn, tagged } from './session.ts';
import { documented, parse } from './validation.ts';

export function registerLeads(
  app: FastifyInstance,
  sales: { records: LeadRecords; workflow: Pick<Workflow, 'beginRecord' | 'stageGuide'> },
): void {
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
      takes: ['Idempotency-Key'],
      body: documented(newLeadSchema, 'input'),
      response: created(leadSchema, 'The lead'),
    }),
    async (request, reply) => {
      const { pipeline: name, fields, ...rest } = parse(newLeadSchema, request.body);
      const columns = recordColumnsOf(rest);
      const id = await sales.workflow.beginRecord('lead', name ?? null, columns, fields, actorOf(request));
      return reply.code(201).send(tagged(reply, found(await sales.records.lead(id), `lead "${id}"`)));
    },
  );
  registerByExternalId(app, {
    path: '/leads',
    what: 'lead',
    wanted: leadUpsertSchema,
    view: leadSchema,
    find: sales.records.leadWith,
    upsert: sales.records.upsertLead,
  });
  app.get<WithId>(
    '/leads/:id',
    docs('One lead', { response: answers(leadSchema, 'The lead') }),
    async ({ params }, reply) =>
      tagged(reply, found(await sales.records.lead(params.id), `lead "${params.id}"`)),
  );
  app.get<WithId>(
    '/leads/:id/stage',
    docs('What the stage of a lead asks for: its note, reminders, checklist, activities and channels', {
      response: answers(stageGuideSchema, 'The guide'),
    }),
    async ({ params }) => found(await sales.workflow.stageGuide('lead', params.id), `lead "${params.id}"`),
  );
  app.patch<WithId>(
    '/leads/:id',
    docs('Change the stage, fields, owner or quality of a lead', {
      takes: ['If-Match'],
      body: documented(leadChangeSchema, 'input'),
      response: answers(leadSchema, 'The lead as it is now'),
    }),
    async (request, reply) => {
      const change = { ...parse(leadChangeSchema, request.body), revision: revisionIn(request) };
      return tagged(reply, await sales.records.changeLead(request.params.id, change, actorOf(request)));
    },
  );
}
