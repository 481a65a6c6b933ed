/** The API of sales rules: sales processes, routing, escalation and review as texts with versions, drafts and publishing. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ApiError, limits } from '../base/kernel/kernel.ts';
import {
  draftChangeSchema,
  draftSchema,
  draftSummarySchema,
  migrationRequestSchema,
  processMigrationSchema,
  programmeDiffSchema,
  publishedSalesRuleSchema,
  routingTrialRequestSchema,
  routingTrialSchema,
  type SalesRuleFolder,
  salesRuleFolders,
  salesRulePreviewSchema,
  salesRulePublicationSchema,
  salesRuleRollBackSchema,
  salesRuleSchema,
  salesRuleTextRequestSchema,
  salesRuleTextSchema,
  salesRuleVersionSchema,
} from '../contract/api/api.ts';
import type { Sales } from '../sales/sales.ts';
import { authorOf } from './programmes.ts';
import { answers, created, docs, listOf, nothing, numbered } from './route-docs.ts';
import { revisionIn, tagged } from './session.ts';
import { documented, parse } from './validation.ts';

type Named = { Params: { folder: string; rule: string } };

const number = z.coerce.number().int().min(1).max(1_000_000);
const diffQuerySchema = z.strictObject({ from: number, to: number });

/** A body may hold a text. */
const bodyLimit = limits.programmeBytesMax;
const path = '/sales-rules/:folder/:rule';

export function registerSalesRules(app: FastifyInstance, sales: Pick<Sales, 'rules'>): void {
  const { rules } = sales;
  app.get(
    '/sales-rules',
    docs('Sales processes, routing, escalation and review, with their active versions', {
      response: answers(listOf(salesRuleSchema), 'All texts, without their words'),
    }),
    async () => ({ items: await rules.list(), nextCursor: null }),
  );
  app.get<Named>(
    path,
    docs('The active text of a sales rule', { response: answers(salesRuleTextSchema, 'The text') }),
    async ({ params }) => rules.active(folderIn(params), params.rule),
  );
  app.get<Named>(
    `${path}/versions`,
    docs('Versions of a sales rule, the latest first', {
      response: answers(listOf(salesRuleVersionSchema), 'The versions'),
    }),
    async ({ params }) => ({ items: await rules.versions(folderIn(params), params.rule), nextCursor: null }),
  );
  app.get<{ Params: Named['Params'] & { number: string } }>(
    `${path}/versions/:number`,
    docs('One version of a sales rule with its text', {
      response: answers(salesRuleTextSchema, 'The version'),
    }),
    async ({ params }) =>
      rules.version(
        folderIn(params),
        params.rule,
        numbered(params.number, `version of "${params.folder}/${params.rule}"`),
      ),
  );
  app.get<Named>(
    `${path}/diff`,
    docs('What changed in a sales rule from one version to another, in words', {
      querystring: documented(diffQuerySchema, 'input'),
      response: answers(programmeDiffSchema, 'The changes'),
    }),
    async ({ params, query }) => {
      const { from, to } = parse(diffQuerySchema, query);
      return { from, to, changes: await rules.diff(folderIn(params), params.rule, from, to) };
    },
  );
  registerPublishing(app, sales);
  registerDraftsOf(app, sales);
}

function registerPublishing(app: FastifyInstance, { rules }: Pick<Sales, 'rules'>): void {
  app.post<Named>(
    `${path}/preview`,
    {
      ...docs('What a text comes to while it is typed: errors by line, changes and content in words', {
        body: documented(salesRuleTextRequestSchema, 'input'),
        response: answers(salesRulePreviewSchema, 'Its errors, changes and words'),
      }),
      bodyLimit,
    },
    async ({ params, body }) =>
      rules.preview(folderIn(params), params.rule, parse(salesRuleTextRequestSchema, body).text),
  );
  app.post<Named>(
    `${path}/versions`,
    {
      ...docs('Publish a text as the next version of a sales rule', {
        description:
          'With `moves`, records in flight of a sales process go to the new version. It is refused where one would have no stage.',
        body: documented(salesRulePublicationSchema, 'input'),
        response: created(publishedSalesRuleSchema, 'The version'),
      }),
      bodyLimit,
    },
    async (request, reply) => {
      const { params, body } = request;
      const folder = folderIn(params);
      const given = parse(salesRulePublicationSchema, body);
      reply.code(201);
      return rules.publish(folder, params.rule, { ...given, author: authorOf(request) });
    },
  );
  app.post<Named>(
    `${path}/rollback`,
    docs('Publish an old version of a sales rule again', {
      body: documented(salesRuleRollBackSchema, 'input'),
      response: created(publishedSalesRuleSchema, 'The new version'),
    }),
    async (request, reply) => {
      const { params, body } = request;
      const folder = folderIn(params);
      const given = parse(salesRuleRollBackSchema, body);
      reply.code(201);
      return rules.rollBack(folder, params.rule, given.to, { ...given, author: authorOf(request) });
    },
  );
}

/** What a text would do to records and leads, before it is published. */
export function registerSalesRuleTrials(
  app: FastifyInstance,
  { rules, workflow, routing }: Pick<Sales, 'rules' | 'workflow' | 'routing'>,
): void {
  app.post<{ Params: { rule: string } }>(
    '/sales-rules/pipelines/:rule/migration',
    {
      ...docs('Where the records in flight of a sales process would go under a text', {
        body: documented(migrationRequestSchema, 'input'),
        response: answers(processMigrationSchema, 'The stages they stand in, and where each leads'),
      }),
      bodyLimit,
    },
    async ({ params: { rule }, body }) => {
      await rules.active('pipelines', rule);
      return workflow.previewMigration({ file: rule, ...parse(migrationRequestSchema, body) });
    },
  );
  app.post(
    '/sales-rules/sales/routing/trial',
    {
      ...docs('Who would get a lead now, and what became of each step of the routing', {
        body: documented(routingTrialRequestSchema, 'input'),
        response: answers(routingTrialSchema, 'The owner, the reason and the steps; nothing is assigned'),
      }),
      bodyLimit,
    },
    async ({ body }) => routing.tryRouting(parse(routingTrialRequestSchema, body)),
  );
}

function registerDraftsOf(app: FastifyInstance, { rules: { drafts } }: Pick<Sales, 'rules'>): void {
  app.get(
    '/sales-rules/drafts',
    docs('Drafts of sales rules, with author and time', {
      response: answers(listOf(draftSummarySchema), 'All drafts, without their texts'),
    }),
    async () => ({ items: await drafts.list(), nextCursor: null }),
  );
  app.get<Named>(
    `${path}/draft`,
    docs('The draft of a sales rule, with its text', { response: answers(draftSchema, 'The draft') }),
    async ({ params }, reply) => tagged(reply, await drafts.read(idOf(params))),
  );
  app.put<Named>(
    `${path}/draft`,
    {
      ...docs('Begin the draft of a sales rule, or change it', {
        description: 'A draft may have errors. `If-Match: "0"` begins one only where there is none.',
        body: documented(draftChangeSchema, 'input'),
        response: answers(draftSchema, 'The draft'),
        takes: ['If-Match'],
      }),
      bodyLimit,
    },
    async (request, reply) => {
      const revision = revisionIn(request);
      const id = idOf(request.params);
      const change = parse(draftChangeSchema, request.body);
      return tagged(reply, await drafts.write(id, { ...change, author: authorOf(request), revision }));
    },
  );
  app.delete<Named>(
    `${path}/draft`,
    docs('Throw the draft of a sales rule away', {
      response: nothing('The draft is gone'),
      takes: ['If-Match'],
    }),
    async (request: FastifyRequest<Named>, reply) => {
      const revision = revisionIn(request);
      await drafts.remove(idOf(request.params), revision);
      return reply.code(204).send();
    },
  );
}

/** Throws `not_found` for a folder that is none. */
function folderIn({ folder }: Named['Params']): SalesRuleFolder {
  const known = salesRuleFolders.find((one) => one === folder);
  if (known !== undefined) return known;
  throw new ApiError(
    'not_found',
    `there is no folder "${folder.slice(0, 80)}"; use ${salesRuleFolders.join(' or ')}`,
  );
}

const idOf = ({ folder, rule }: Named['Params']) => `${folderIn({ folder, rule })}/${rule}`;
