/** The API of assignment: leads and tasks claimed, returned, assigned, routed again. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import {
  assignSchema,
  claimSchema,
  leadSchema,
  returnSchema,
  routeSchema,
  taskSchema,
} from '../contract/api/api.ts';
import type { Sales } from '../sales/sales.ts';
import { answers, docs, type WithId } from './route-docs.ts';
import { actorOf, revisionIn, tagged } from './session.ts';
import { documented, parse } from './validation.ts';

type AssignmentChange = Parameters<Sales['routing']['assignLead']>[1];

const acts: {
  act: AssignmentChange['act'];
  body: z.ZodType;
  summary(what: string): string;
  asked(request: FastifyRequest): AssignmentChange;
}[] = [
  {
    act: 'claim',
    body: claimSchema,
    summary: (what) => `Claim a ${what} from the queue`,
    asked: ({ body }) => ({ act: 'claim', ...parse(claimSchema, body) }),
  },
  {
    act: 'return',
    body: returnSchema,
    summary: (what) => `Return a ${what} to the queue, with the reason`,
    asked: ({ body }) => ({ act: 'return', ...parse(returnSchema, body) }),
  },
  {
    act: 'assign',
    body: assignSchema,
    summary: (what) => `Assign a ${what} to a user`,
    asked: ({ body }) => ({ act: 'assign', ...parse(assignSchema, body) }),
  },
  {
    act: 'route',
    body: routeSchema,
    summary: (what) => `Route a ${what} again, to anyone but its owner`,
    asked: ({ body }) => ({ act: 'route', ...parse(routeSchema, body) }),
  },
];

export function registerAssignment(app: FastifyInstance, sales: Pick<Sales, 'routing'>): void {
  for (const { act, body, summary, asked } of acts) {
    const words = (what: string, schema: z.ZodType) =>
      docs(summary(what), {
        takes: ['If-Match', 'Idempotency-Key'],
        body: documented(body, 'input'),
        response: answers(schema, `The ${what} as it is now`),
      });
    const wanted = (request: FastifyRequest) => ({ ...asked(request), revision: revisionIn(request) });
    app.post<WithId>(`/leads/:id/${act}`, words('lead', leadSchema), async (request, reply) => {
      const { id } = request.params;
      return tagged(reply, await sales.routing.assignLead(id, wanted(request), actorOf(request)));
    });
    app.post<WithId>(`/tasks/:id/${act}`, words('task', taskSchema), async (request, reply) => {
      const { id } = request.params;
      return tagged(reply, await sales.routing.assignTask(id, wanted(request), actorOf(request)));
    });
  }
}
