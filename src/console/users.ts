/** The API of the people who log in: managers change every user, everyone their own settings. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ApiError } from '../base/kernel/kernel.ts';
import {
  colleagueSchema,
  departedUserSchema,
  departureSchema,
  newUserSchema,
  ownChangeSchema,
  type UserView,
  userChangeSchema,
  userFilterSchema,
  userSchema,
  workloadSchema,
} from '../contract/api/api.ts';
import { emailSchema } from '../contract/language/language.ts';
import type { Sales } from '../sales/sales.ts';
import { answers, created, docs, found, listOf, nothing } from './route-docs.ts';
import { actorOf, revisionIn, sessionTokenOf, tagged } from './session.ts';
import { documented, parse } from './validation.ts';

type OfUser = { Params: { email: string } };

const shown = userSchema.or(colleagueSchema);

/** The address of the log-in. Throws `not_found` for a program: it is nobody. */
export function ownAddress(request: FastifyRequest): string {
  if (sessionTokenOf(request) === null)
    throw new ApiError('not_found', 'the API token is no user; "me" needs a log-in');
  return request.caller?.email ?? '';
}

export function registerUsers(app: FastifyInstance, sales: Pick<Sales, 'team' | 'reports'>): void {
  registerOwn(app, sales);
  app.get(
    '/users/workloads',
    docs('What each user has open now, and what waits without an owner', {
      response: answers(listOf(workloadSchema), 'An owner a row; who has nothing open has none'),
    }),
    async () => ({ items: await sales.reports.workloads(), nextCursor: null }),
  );
  app.get(
    '/users',
    docs(
      'Users, in the order of their addresses; of colleagues, others than managers see name, role and team',
      {
        querystring: documented(userFilterSchema, 'input'),
        response: answers(listOf(shown), 'A page of users'),
      },
    ),
    async (request) => {
      const { items, nextCursor } = await sales.team.users.list(parse(userFilterSchema, request.query));
      return { items: items.map((user) => shownTo(request, user)), nextCursor };
    },
  );
  app.post(
    '/users',
    docs('Make a user; admins and managers are made by admins', {
      takes: ['Idempotency-Key'],
      body: documented(newUserSchema, 'input'),
      response: created(userSchema, 'The user'),
    }),
    async (request, reply) =>
      reply
        .code(201)
        .send(
          tagged(reply, await sales.team.users.create(parse(newUserSchema, request.body), actorOf(request))),
        ),
  );
  app.get<OfUser>(
    '/users/:email',
    docs('One user', { response: answers(shown, 'The user') }),
    async (request, reply) => {
      const email = addressIn(request);
      return shownTo(request, tagged(reply, found(await sales.team.users.find(email), `user "${email}"`)));
    },
  );
  app.patch<OfUser>(
    '/users/:email',
    docs('Change a user: role, team, the leads they get; a new password or role ends the sessions', {
      takes: ['If-Match'],
      body: documented(userChangeSchema, 'input'),
      response: answers(userSchema, 'The user as they are now'),
    }),
    async (request, reply) => {
      const change = { ...parse(userChangeSchema, request.body), revision: revisionIn(request) };
      const token = sessionTokenOf(request);
      return tagged(
        reply,
        await sales.team.users.change(addressIn(request), change, token, actorOf(request)),
      );
    },
  );
  app.post<OfUser>(
    '/users/:email/deactivate',
    docs('Deactivate a user; open leads and tasks go to a colleague, or back to the queue', {
      takes: ['If-Match', 'Idempotency-Key'],
      body: documented(departureSchema, 'input'),
      response: answers(departedUserSchema, 'The user, and the counts of reassigned records'),
    }),
    async (request, reply) => {
      const departure = { ...parse(departureSchema, request.body), revision: revisionIn(request) };
      const { user, reassigned } = await sales.team.users.deactivate(
        addressIn(request),
        departure,
        actorOf(request),
      );
      return { ...tagged(reply, user), reassigned };
    },
  );
  app.delete<OfUser>(
    '/users/:email/provider-account',
    docs('Unlink a user from the account at the provider they log in with', {
      operationId: 'unlinkProvider',
      description: 'The next log-in there is matched by its address. Sessions stay.',
      response: nothing('It is unlinked'),
    }),
    async (request, reply) => {
      await sales.team.providerLogIns.unlink(addressIn(request), actorOf(request));
      return reply.code(204).send();
    },
  );
  app.post<OfUser>(
    '/users/:email/reactivate',
    docs('Let a user back in', { response: answers(userSchema, 'The user') }),
    async (request, reply) =>
      tagged(reply, await sales.team.users.reactivate(addressIn(request), actorOf(request))),
  );
}

function registerOwn(app: FastifyInstance, sales: Pick<Sales, 'team'>): void {
  app.get(
    '/users/me',
    docs('Your own user', { response: answers(userSchema, 'The user who is logged in') }),
    async (request, reply) => {
      const email = ownAddress(request);
      return tagged(reply, found(await sales.team.users.find(email), `user "${email}"`));
    },
  );
  app.patch(
    '/users/me',
    docs('Change your own name, time zone, working time, absence, deputy or password', {
      takes: ['If-Match'],
      isThrottled: true,
      body: documented(ownChangeSchema, 'input'),
      response: answers(userSchema, 'The user as they are now'),
    }),
    async (request, reply) => {
      const email = ownAddress(request);
      const change = { ...parse(ownChangeSchema, request.body), revision: revisionIn(request) };
      const takeTryBack = change.password === undefined ? null : await sales.team.admitOwnPassword(email);
      const user = await sales.team.users.changeOwn(email, change, sessionTokenOf(request), actorOf(request));
      await takeTryBack?.();
      return tagged(reply, user);
    },
  );
}

/** Managers, and oneself, see everything; settings of others are private. */
function shownTo(request: FastifyRequest, user: UserView) {
  const { email = '', role = 'rep' } = request.caller ?? {};
  const seesAll = role === 'admin' || role === 'manager' || user.email === email;
  return seesAll ? user : colleagueSchema.parse(user);
}

function addressIn({ params }: FastifyRequest<OfUser>): string {
  return parse(emailSchema, params.email);
}
