/** The API of audits: live scores held against what the stored history comes to, one profile's or all. */

import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { limits } from '../base/kernel/kernel.ts';
import { auditRunSchema } from '../contract/api/api.ts';
import type { Audits } from '../engine/analysis/analysis.ts';
import { accepted, answers, docs, found, listOf } from './route-docs.ts';
import { documented, parse } from './validation.ts';

const auditSchema = z.strictObject({
  /** Id of a profile; all of them when absent. */
  profile: z.string().trim().min(1).optional(),
  /** Seconds to wait for the answer before one in the making is given. */
  waitSeconds: z.number().min(0).max(limits.runWaitSecondsMax).default(0),
});

export function registerAudits(app: FastifyInstance, { audits }: { audits: Audits }): void {
  app.post(
    '/audits',
    docs('Hold live scores against the history', {
      body: documented(auditSchema, 'input'),
      response: {
        ...answers(auditRunSchema, 'The audit, done', ['Location']),
        ...accepted(auditRunSchema, 'The audit, not done yet; `Location` says where to watch it', [
          'Location',
        ]),
      },
    }),
    async (request, reply) => {
      const { profile, waitSeconds } = parse(auditSchema, request.body);
      const { id } = audits.startFor(profile ?? null);
      const view = await audits.wait(id, waitSeconds * limits.secondMs);
      reply.code(view?.status === 'done' ? 200 : 202).header('location', `/api/v1/audits/${id}`);
      return view;
    },
  );
  app.get(
    '/audits',
    docs('The latest audits of the process that answers', {
      response: answers(listOf(auditRunSchema), 'The latest first'),
    }),
    async () => ({ items: audits.list(), nextCursor: null }),
  );
  app.get<{ Params: { id: string } }>(
    '/audits/:id',
    docs('An audit: its progress, then its answer', { response: answers(auditRunSchema, 'The audit') }),
    async ({ params }) => found(audits.find(params.id), `audit "${params.id}"`),
  );
  app.delete<{ Params: { id: string } }>(
    '/audits/:id',
    docs('Call an audit off', { response: answers(auditRunSchema, 'The audit as it is now') }),
    async ({ params }) => found(audits.cancel(params.id), `audit "${params.id}"`),
  );
}
