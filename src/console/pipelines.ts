/** The API of sales processes: their pipelines and charts, checking a text, publishing one. */
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import {
  boardFilterSchema,
  boardSchema,
  pipelineDefinitionSchema,
  pipelineSchema,
  processCheckSchema,
  publishedProcessSchema,
} from '../contract/api/api.ts';
import type { Sales } from '../sales/sales.ts';
import { answers, answersText, docs, listOf } from './route-docs.ts';
import { actorOf, ofOwner } from './session.ts';
import { documented, parse } from './validation.ts';

type Named = { Params: { process: string; pipeline: string } };

const text = z.string().min(1).max(1_000_000);
const checkSchema = z.strictObject({ text });
/** Default: the latest. */
const versionSchema = z.strictObject({ version: z.coerce.number().int().min(1).max(1_000_000).optional() });
const publishSchema = z.strictObject({ text, note: z.string().max(1_000).optional() });

/** The name of a text in its errors. */
const file = 'the sales process';

export function registerPipelines(app: FastifyInstance, sales: Pick<Sales, 'workflow'>): void {
  app.get(
    '/pipelines',
    docs('Pipelines with their stages, and the number of records in each', {
      response: answers(listOf(pipelineSchema), 'The latest version of every pipeline'),
    }),
    async () => ({ items: await sales.workflow.listPipelines(), nextCursor: null }),
  );
  app.get<Named>(
    '/pipelines/:process/:pipeline',
    docs('One pipeline as it is defined: fields, stages, transitions, time-outs, versions and its text', {
      querystring: documented(versionSchema, 'input'),
      response: answers(pipelineDefinitionSchema, 'The definition'),
    }),
    async ({ params, query }) => {
      const { version = null } = parse(versionSchema, query);
      return sales.workflow.pipelineDefinition(`${params.process}/${params.pipeline}`, version);
    },
  );
  app.get<Named>(
    '/pipelines/:process/:pipeline/board',
    docs('The stages of a pipeline as columns: how many records are in each, and what they are worth', {
      description:
        'Counts and sums stop at a limit. Lists of records by `pipeline` and `stage` have the cards.',
      operationId: 'pipelineBoard',
      querystring: documented(boardFilterSchema, 'input'),
      response: answers(boardSchema, 'The columns'),
    }),
    async (request) => {
      const { process, pipeline } = request.params;
      return sales.workflow.board(
        `${process}/${pipeline}`,
        ofOwner(parse(boardFilterSchema, request.query), request),
      );
    },
  );
  app.get<Named>(
    '/pipelines/:process/:pipeline/chart',
    docs('A pipeline as a Mermaid diagram', {
      response: answersText('text/plain', 'The source of the diagram'),
    }),
    async ({ params }, reply) =>
      reply
        .type('text/plain; charset=utf-8')
        .send(await sales.workflow.pipelineChart(`${params.process}/${params.pipeline}`)),
  );
  app.post(
    '/pipelines/check',
    docs('Check a sales process: its errors, or its charts, without publishing it', {
      body: documented(checkSchema, 'input'),
      response: answers(processCheckSchema, 'The errors, or the charts'),
    }),
    async (request) => sales.workflow.checkProcess(file, parse(checkSchema, request.body).text),
  );
  app.post(
    '/pipelines',
    docs('Make a text the latest version of its sales process', {
      body: documented(publishSchema, 'input'),
      response: answers(publishedProcessSchema, 'The latest version'),
    }),
    async (request) => {
      const given = parse(publishSchema, request.body);
      const { name: author } = actorOf(request);
      return sales.workflow.publishProcess({ file, text: given.text, author, note: given.note ?? null });
    },
  );
}
