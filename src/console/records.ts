/** The API of records in a stage (campaigns, opportunities, deals, orders, jobs), and timelines. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ApiError } from '../base/kernel/kernel.ts';
import {
  newCampaignSchema,
  newRecordSchema,
  pageFields,
  recordChangeSchema,
  recordFilterOf,
  recordSchema,
  recordUpsertSchema,
  stageGuideSchema,
  successSchema,
  timelineEntrySchema,
} from '../contract/api/api.ts';
import type { Notifications } from '../sales/notifications/notifications.ts';
import type { Timeline } from '../sales/records/records.ts';
import { recordColumnsOf, type Workflow } from '../sales/workflow/workflow.ts';
import { registerByExternalId } from './external-ids.ts';
import { answers, created, docs, found, listOf, type WithId } from './route-docs.ts';
import { actorOf, ofOwner, revisionIn, tagged } from './session.ts';
import { documented, parse } from './validation.ts';

const kinds = {
  campaigns: 'campaign',
  opportunities: 'opportunity',
  deals: 'deal',
  orders: 'order',
  jobs: 'job',
} as const;

/** The rooms these routes need. */
interface RecordRooms {
  notifications: Pick<Notifications, 'channel'>;
  records: Timeline;
  workflow: Workflow;
}

const pageSchema = z.strictObject(pageFields);

export function registerRecords(app: FastifyInstance, sales: RecordRooms): void {
  for (const [path, kind] of Object.entries(kinds)) registerKind(app, sales, path, kind);
  app.get<WithId>(
    '/timeline/:id',
    docs('Every change of a record of any kind, the latest first', {
      querystring: documented(pageSchema, 'input'),
      response: answers(listOf(timelineEntrySchema), 'A page of changes'),
    }),
    async (request) => {
      const { id } = request.params;
      await requireSight(sales, id, request);
      return sales.records.timelineOf(id, parse(pageSchema, request.query), actorOf(request));
    },
  );
  app.post<{ Params: { id: string; entry: string } }>(
    '/timeline/:id/:entry/undo',
    docs('Take back what a user did to a record, within a day', {
      description:
        'It makes the change that turns the entry round, with the rules of that change. What the same act did to other records goes with it. That is a contact task and its lead, a stage and its closed tasks, a wish for no contact and the work that it ended.',
      operationId: 'undoTimelineEntry',
      response: answers(successSchema, 'It is as it was before'),
    }),
    async (request) => {
      const { id, entry } = request.params;
      await sales.records.undoEntry(id, entry, actorOf(request));
      return { success: true };
    },
  );
}

/** Throws `forbidden` for a timeline of a user, channel or endpoint that only managers may see. */
async function requireSight(sales: RecordRooms, id: string, request: FastifyRequest): Promise<void> {
  const actor = actorOf(request);
  if (actor.isManager) return;
  // A user's record goes by the address; what others set for themselves is private.
  if (id.includes('@') && id !== actor.name)
    throw new ApiError('forbidden', `the timeline of ${id} is for managers and ${id} alone`);
  // The whole address of an endpoint may be a secret.
  if (id.startsWith('ep_'))
    throw new ApiError('forbidden', 'the timelines of endpoints are for managers alone');
  if (id.startsWith('ch_')) await sales.notifications.channel(id, actor);
}

/** Throws `invalid_request` for fields that a campaign does not have: person, company, amount, expected close. */
function requireOfKind(kind: string, given: Readonly<Record<string, unknown>>): void {
  if (kind !== 'campaign') return;
  const lacking = ['person', 'company', 'campaign', 'amount', 'currency', 'expectedClose'];
  const named = lacking.find((name) => given[name] !== undefined);
  if (named !== undefined)
    throw new ApiError('invalid_request', `a campaign has no "${named}"; leave it out`);
}

function registerKind(
  app: FastifyInstance,
  sales: RecordRooms,
  path: string,
  kind: (typeof kinds)[keyof typeof kinds],
): void {
  const filterSchema = recordFilterOf(kind);
  app.get(
    `/${path}`,
    docs(`${path}, newest first unless sorted otherwise`, {
      querystring: documented(filterSchema, 'input'),
      response: answers(listOf(recordSchema), `A page of ${path}`),
    }),
    async (request) => sales.workflow.listRecords(kind, ofOwner(parse(filterSchema, request.query), request)),
  );
  app.post(
    `/${path}`,
    docs(`Begin a ${kind} in a pipeline`, {
      takes: ['Idempotency-Key'],
      body: documented(kind === 'campaign' ? newCampaignSchema : newRecordSchema, 'input'),
      response: created(recordSchema, `The ${kind}`),
    }),
    async (request, reply) => {
      const { pipeline: name, fields, ...rest } = parse(newRecordSchema, request.body);
      requireOfKind(kind, rest);
      const columns = recordColumnsOf(rest);
      const id = await sales.workflow.beginRecord(kind, name, columns, fields, actorOf(request));
      return reply
        .code(201)
        .send(tagged(reply, found(await sales.workflow.record(kind, id), `${kind} "${id}"`)));
    },
  );
  registerByExternalId(app, {
    path: `/${path}`,
    what: kind,
    wanted: recordUpsertSchema,
    view: recordSchema,
    find: (external) => sales.workflow.recordWith(kind, external),
    upsert: (external, wanted, actor) => {
      requireOfKind(kind, wanted);
      return sales.workflow.upsertRecord(kind, external, wanted, actor);
    },
  });
  app.get<WithId>(
    `/${path}/:id`,
    docs(`One ${kind}, with its missing fields and open transitions`, {
      response: answers(recordSchema, `The ${kind}`),
    }),
    async ({ params }, reply) =>
      tagged(reply, found(await sales.workflow.record(kind, params.id), `${kind} "${params.id}"`)),
  );
  app.get<WithId>(
    `/${path}/:id/stage`,
    docs(`What the stage of a ${kind} asks for: its note, reminders, checklist, activities and channels`, {
      response: answers(stageGuideSchema, 'The guide'),
    }),
    async ({ params }) =>
      found(await sales.workflow.stageGuide(kind, params.id), `${kind} "${params.id}" in a pipeline`),
  );
  app.patch<WithId>(
    `/${path}/:id`,
    docs(`Change a ${kind}: its fields, stage and amount`, {
      takes: ['If-Match'],
      body: documented(recordChangeSchema, 'input'),
      response: answers(recordSchema, `The ${kind} as it is now`),
    }),
    async (request, reply) => {
      const { fields, stage, when, reason, ...rest } = parse(recordChangeSchema, request.body);
      requireOfKind(kind, rest);
      const columns = recordColumnsOf(rest);
      const change = { fields, to: stage, when, reason, columns, revision: revisionIn(request) };
      return tagged(
        reply,
        await sales.workflow.changeRecord(kind, request.params.id, change, actorOf(request)),
      );
    },
  );
}
