/** The API of suggestions: what outcomes of leads say the rules of a programme are worth. */
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { ApiError, type Clock, limits } from '../base/kernel/kernel.ts';
import { edgeOfPeriodIn } from '../base/time/time.ts';
import { suggestionRunSchema, suggestionSummarySchema } from '../contract/api/api.ts';
import type { Suggestions } from '../engine/analysis/analysis.ts';
import { authorOf, momentSchema } from './programmes.ts';
import { accepted, answers, docs, found, listOf, type WithId } from './route-docs.ts';
import { documented, parse } from './validation.ts';

const askedSchema = z.strictObject({
  /** The text whose points are looked at; the active one unless given. */
  draft: z.string().min(1).max(1_000_000).optional(),
  /** Leads that were opened since then. */
  since: momentSchema.default('365d'),
  /** Seconds to wait for the answer before one in the making is given. */
  waitSeconds: z.number().min(0).max(limits.runWaitSecondsMax).default(0),
});

const listQuerySchema = z.strictObject({ programme: z.string().max(64).optional() });

export function registerSuggestions(
  app: FastifyInstance,
  { suggestions, clock }: { suggestions: Suggestions; clock: Clock },
): void {
  app.post<WithId>(
    '/programmes/:id/suggest',
    {
      ...docs('What outcomes of leads say each rule is worth, as a draft', {
        description:
          'Points are learnt from leads that were won, lost or rated junk, and tested on later leads. Nobody is scored by the answer: its `draft` is published like any other text. Where nothing can be learnt, `refusal` says why.',
        body: documented(askedSchema, 'input'),
        response: {
          ...answers(suggestionRunSchema, 'The suggestion, done', ['Location']),
          ...accepted(
            suggestionRunSchema,
            'The suggestion, not done yet; `Location` says where to watch it',
            ['Location'],
          ),
        },
      }),
      bodyLimit: limits.programmeBytesMax,
    },
    async (request, reply) => {
      const { draft = null, since, waitSeconds } = parse(askedSchema, request.body);
      const untilMs = clock.nowMs();
      const sinceMs = edgeOfPeriodIn(since, untilMs);
      if (sinceMs >= untilMs)
        throw new ApiError(
          'invalid_request',
          `"since" is "${since}", which is not past; choose an earlier time`,
        );
      const asked = { draft, sinceMs, untilMs, author: authorOf(request) };
      const id = await suggestions.start(request.params.id, asked);
      const view = await suggestions.wait(id, waitSeconds * limits.secondMs);
      reply.code(view?.status === 'done' ? 200 : 202).header('location', `/api/v1/suggestions/${id}`);
      return view;
    },
  );
  app.get(
    '/suggestions',
    docs('Suggestions, the latest first', {
      querystring: documented(listQuerySchema, 'input'),
      response: answers(listOf(suggestionSummarySchema), 'The latest, without their results'),
    }),
    async ({ query }) => {
      const { programme = null } = parse(listQuerySchema, query);
      return { items: await suggestions.list(programme), nextCursor: null };
    },
  );
  app.get<WithId>(
    '/suggestions/:id',
    docs('A suggestion: its progress, then its answer', {
      response: answers(suggestionRunSchema, 'The suggestion'),
    }),
    async ({ params }) => found(await suggestions.find(params.id), `suggestion "${params.id}"`),
  );
  app.delete<WithId>(
    '/suggestions/:id',
    docs('Call a suggestion off', { response: answers(suggestionRunSchema, 'The suggestion as it is now') }),
    async ({ params }) => found(await suggestions.cancel(params.id), `suggestion "${params.id}"`),
  );
}
