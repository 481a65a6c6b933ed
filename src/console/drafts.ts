/** The API of drafts: what marketers write before it is published. */
import type { FastifyInstance } from 'fastify';
import type { Drafts } from '../base/drafts/drafts.ts';
import { limits } from '../base/kernel/kernel.ts';
import { draftChangeSchema, draftSchema, draftSummarySchema } from '../contract/api/api.ts';
import { authorOf } from './programmes.ts';
import { answers, docs, listOf, nothing, type WithId } from './route-docs.ts';
import { revisionIn, tagged } from './session.ts';
import { documented, parse } from './validation.ts';

export function registerDrafts(app: FastifyInstance, { drafts }: { drafts: Drafts }): void {
  app.get(
    '/drafts',
    docs('Drafts of programmes, with author and time', {
      response: answers(listOf(draftSummarySchema), 'All drafts, without their texts'),
    }),
    async () => ({ items: await drafts.list(), nextCursor: null }),
  );
  app.get<WithId>(
    '/drafts/:id',
    docs('The draft of a programme, with its texts', { response: answers(draftSchema, 'The draft') }),
    async ({ params }, reply) => tagged(reply, await drafts.read(params.id)),
  );
  app.put<WithId>(
    '/drafts/:id',
    {
      ...docs('Begin the draft of a programme, or change it', {
        description: 'A draft may have errors. `If-Match: "0"` begins one only where there is none.',
        body: documented(draftChangeSchema, 'input'),
        response: answers(draftSchema, 'The draft'),
        takes: ['If-Match'],
      }),
      bodyLimit: limits.programmeBytesMax,
    },
    async (request, reply) => {
      const change = parse(draftChangeSchema, request.body);
      const writing = { ...change, author: authorOf(request), revision: revisionIn(request) };
      return tagged(reply, await drafts.write(request.params.id, writing));
    },
  );
  app.delete<WithId>(
    '/drafts/:id',
    docs('Throw a draft away', { response: nothing('The draft is gone'), takes: ['If-Match'] }),
    async (request, reply) => {
      await drafts.remove(request.params.id, revisionIn(request));
      return reply.code(204).send();
    },
  );
}
