/** The API of sessions: users list and end their own, managers and admins those of others. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { endedSessionsSchema, sessionSchema } from '../contract/api/api.ts';
import { emailSchema } from '../contract/language/language.ts';
import type { Sales } from '../sales/sales.ts';
import { answers, docs, listOf, nothing } from './route-docs.ts';
import { actorOf, sessionTokenOf } from './session.ts';
import { ownAddress } from './users.ts';
import { parse } from './validation.ts';

type Params = { Params: { email: string; id: string } };

export function registerSessions(app: FastifyInstance, { team }: Pick<Sales, 'team'>): void {
  const asked = (request: FastifyRequest, email: string) => ({
    email,
    token: sessionTokenOf(request),
    actor: actorOf(request),
  });
  const whose = [
    {
      path: '/users/me/sessions',
      names: { list: 'listOwnSessions', one: 'endOwnSession', all: 'endOtherSessions' },
      words: {
        list: 'Your log-ins: when, from where, by which browser',
        one: 'End one of your log-ins',
        all: 'End your other log-ins',
      },
      emailOf: (request: FastifyRequest) => ownAddress(request),
    },
    {
      path: '/users/:email/sessions',
      names: { list: 'listUserSessions', one: 'endUserSession', all: 'endUserSessions' },
      words: {
        list: 'The log-ins of a user; those of admins and managers are for admins',
        one: 'End one log-in of a user',
        all: 'End the log-ins of a user',
      },
      emailOf: ({ params }: FastifyRequest) => parse(emailSchema, (params as Params['Params']).email),
    },
  ] as const;
  for (const { path, names, words, emailOf } of whose) {
    app.get(
      path,
      docs(words.list, {
        operationId: names.list,
        response: answers(listOf(sessionSchema), 'The live sessions, newest first'),
      }),
      async (request) => ({
        items: await team.sessions.list(asked(request, emailOf(request))),
        nextCursor: null,
      }),
    );
    app.delete<Params>(
      `${path}/:id`,
      docs(words.one, { operationId: names.one, response: nothing('It has ended') }),
      async (request, reply) => {
        await team.sessions.end(request.params.id, asked(request, emailOf(request)));
        return reply.code(204).send();
      },
    );
    app.delete(
      path,
      docs(words.all, {
        operationId: names.all,
        description: 'The session that asks stays.',
        response: answers(endedSessionsSchema, 'How many have ended'),
      }),
      async (request) => ({ ended: await team.sessions.endOthers(asked(request, emailOf(request))) }),
    );
  }
}
