/** The caller of a request, by bearer token or session cookie; log-in, log-out, and the guard before every route. */
import { timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ApiError, contentRevision, limits, writeKeyPattern } from '../base/kernel/kernel.ts';
import { senderOf } from '../base/network/network.ts';
import {
  type CallerView,
  callerViewSchema,
  logInSchema,
  successSchema,
  type UserRole,
} from '../contract/api/api.ts';
import type { Sales } from '../sales/sales.ts';
import { type Actor, apiTokenName } from '../sales/store/store.ts';
import type { SessionCaller } from '../sales/team/team.ts';
import { cookieOf, isOverTls, setCookie } from './cookies.ts';
import { permissionsOf, requirePermission, tablesChangedBy } from './permissions.ts';
import { answers, docs } from './route-docs.ts';
import { documented, parse } from './validation.ts';

/** The log-in itself. */
const sessionCookie = 'scoville_session';
/** Says of a browser, long after a log-in has ended, that it was there: strangers who guess cannot make it wait. */
const browserCookie = 'scoville_browser';
const tokenCaller: SessionCaller = {
  email: apiTokenName,
  role: 'admin',
  lanes: [],
  worksIn: [],
  isByPasswordAlone: false,
};
/** All that a log-in without a required second factor may ask for: who it is, and to set one up. */
const openWithoutSecondFactor = /^\/api\/v1\/(session|users\/me\/second-factor(\/.*)?)$/;

declare module 'fastify' {
  interface FastifyRequest {
    caller?: SessionCaller;
  }
}

/**
 * Admits a request whose caller has the permission. Throws `unauthenticated`, `second_factor_missing` or `forbidden`. Log-in itself is
 * open, and what it offers.
 */
export function guard(options: {
  sales: Pick<Sales, 'team'>;
  apiToken: string;
  secondFactorRoles: readonly UserRole[];
}) {
  const expected = Buffer.from(options.apiToken);
  return async (request: FastifyRequest) => {
    if (request.routeOptions.url === '/api/v1/session' && request.method === 'POST') {
      requireSameOrigin(request);
      return;
    }
    if (request.routeOptions.url === '/api/v1/session/options') return;
    const bearer = /^bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (bearer !== undefined) {
      const given = Buffer.from(bearer.trim());
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
        throw new ApiError('unauthenticated', whyTokenIsWrong(bearer.trim()));
      }
      request.caller = tokenCaller;
      requirePermission(request, tokenCaller.role);
      return;
    }
    const token = cookieOf(request, sessionCookie);
    const caller = token === null ? null : await options.sales.team.callerOf(token);
    if (caller === null) throw new ApiError('unauthenticated', whyNobody(request));
    if (request.method !== 'GET' && request.method !== 'HEAD') requireSameOrigin(request);
    request.caller = caller;
    if (
      lacksSecondFactor(caller, options.secondFactorRoles) &&
      !openWithoutSecondFactor.test(request.routeOptions.url ?? '')
    )
      throw new ApiError(
        'second_factor_missing',
        `the role ${caller.role} logs in with a second factor here`,
      );
    requirePermission(request, caller.role);
  };
}

const keyBelongs =
  'a write key belongs to the doors for events, such as POST /v1/track; the API takes the API token, which npm start prints. The page "Keys" of the console says what goes where';

/** By the form alone: no guess learns whether it was near. */
function whyTokenIsWrong(given: string): string {
  if (writeKeyPattern.test(given)) return `the bearer token has the form of a write key: ${keyBelongs}`;
  return 'the bearer token is wrong; npm start prints the right one';
}

function whyNobody({ headers }: FastifyRequest): string {
  const login = 'log in, or send "Authorization: Bearer <API_TOKEN>"';
  const hasKey = /^basic /i.test(headers.authorization ?? '') || headers['x-write-key'] !== undefined;
  return hasKey ? `${login}: ${keyBelongs}` : login;
}

/** Whether a program has sent the request, with the token of the API. */
export const isByToken = ({ caller }: FastifyRequest): boolean => caller === tokenCaller;

/** Returns the actor of a request, for the timeline and for the transitions of pipelines. */
export function actorOf(request: FastifyRequest): Actor {
  const { email, role, lanes, worksIn } = request.caller as SessionCaller;
  const key = request.headers['idempotency-key'];
  if (typeof key === 'string' && (key.length === 0 || key.length > limits.idempotencyKeyLengthMax))
    throw new ApiError(
      'invalid_request',
      `"Idempotency-Key" has ${key.length} characters: expected 1 to ${limits.idempotencyKeyLengthMax}`,
    );
  return {
    name: email,
    lanes,
    worksIn,
    role,
    changes: tablesChangedBy(role),
    isManager: role === 'admin' || role === 'manager',
    isAdmin: role === 'admin',
    idempotencyKey: typeof key === 'string' ? key : undefined,
    request: `${request.method} ${request.url.replace(/\?.*/s, '')}`,
    trace: request.trace,
  };
}

/** Replaces the owner `me` by the caller's address. Throws `invalid_request` for the API token, which has none. */
export function ofOwner<Filter extends { owner?: string | undefined }>(
  filter: Filter,
  request: FastifyRequest,
): Filter {
  if (filter.owner !== 'me') return filter;
  if (request.caller === tokenCaller)
    throw new ApiError('invalid_request', '"owner" is "me": the API token has no address; give one');
  return { ...filter, owner: request.caller?.email };
}

/** The token of the log-in a request was let on with; null for a program with the API token. */
export function sessionTokenOf(request: FastifyRequest): string | null {
  return request.caller === tokenCaller ? null : cookieOf(request, sessionCookie);
}

/** Returns the revision that a change is based on, from `If-Match`. Throws `invalid_request` for an invalid header. */
export function revisionIn(request: FastifyRequest): number | undefined {
  const header = request.headers['if-match'];
  if (header === undefined || header === '*') return undefined;
  const revision = /^(?:W\/)?"(\d{1,9})"$/.exec(header)?.[1];
  if (revision === undefined)
    throw new ApiError(
      'invalid_request',
      `"If-Match" is ${header}: expected the ETag of a response, such as "3"`,
    );
  return Number(revision);
}

/** An answer with its revision as ETag, for `If-Match` of the change that follows. */
export function tagged<Item extends { revision: number }>(reply: FastifyReply, item: Item): Item {
  reply.header('etag', `"${item.revision}"`);
  return item;
}

/** A list that is replaced as a whole, with a revision of its content as ETag. */
export function taggedItems<Items extends readonly unknown[]>(reply: FastifyReply, items: Items): Items {
  reply.header('etag', `"${contentRevision(items)}"`);
  return items;
}

/** Browsers send cookies by themselves, so a change with one must come from our own pages. */
function requireSameOrigin(request: FastifyRequest): void {
  const { origin } = request.headers;
  const site = request.headers['sec-fetch-site'];
  const isOwn = origin === undefined || isOriginOf(request, origin);
  if (!isOwn || site === 'cross-site' || site === 'same-site') {
    throw new ApiError(
      'forbidden',
      'a change with a log-in must come from the console itself; programs send the bearer token',
    );
  }
}

/** A page that came over plain HTTP is of anybody on the way, and none of a console over TLS. */
function isOriginOf(request: FastifyRequest, origin: string): boolean {
  const url = URL.parse(origin);
  return url !== null && url.host === request.host && (url.protocol === 'https:' || !isOverTls(request));
}

export function registerSession(
  app: FastifyInstance,
  { sales, secondFactorRoles }: { sales: Pick<Sales, 'team'>; secondFactorRoles: readonly UserRole[] },
): void {
  app.post(
    '/session',
    docs('Log in', {
      operationId: 'logIn',
      isThrottled: true,
      description:
        'The session comes as a cookie. A user with a second factor sends "code" too; without it the answer is `second_factor_required`.',
      body: documented(logInSchema, 'input'),
      response: answers(callerViewSchema, 'Who is logged in now, and what they may do', ['Set-Cookie']),
      security: [],
    }),
    async (request, reply) => {
      const given = parse(logInSchema, request.body);
      const takeTryBack = await sales.team.admitLogIn(callerOf(request, given.email));
      const from = { address: request.ip, userAgent: request.headers['user-agent'] };
      const session = await sales.team.logIn(given, from).catch(async (error: unknown) => {
        // The password was right, and no code was guessed.
        if (error instanceof ApiError && error.code === 'second_factor_required') await takeTryBack();
        throw error;
      });
      if (session === null)
        throw new ApiError('unauthenticated', 'the e-mail address or the password is wrong');
      await takeTryBack();
      await startBrowserSession(request, reply, { team: sales.team, session });
      return callerViewOf(session, secondFactorRoles);
    },
  );
  app.get(
    '/session',
    docs('Who is logged in', { response: answers(callerViewSchema, 'The caller, and what they may do') }),
    async (request) => callerViewOf(request.caller as SessionCaller, secondFactorRoles),
  );
  app.delete(
    '/session',
    docs('Log out', {
      operationId: 'logOut',
      response: answers(successSchema, 'The session has ended', ['Set-Cookie']),
    }),
    async (request, reply) => {
      const token = cookieOf(request, sessionCookie);
      if (token !== null) await sales.team.logOut(token);
      setCookie(request, reply, { name: sessionCookie, value: '', keptMs: 0 });
      return { success: true };
    },
  );
}

/** Gives the browser the session that has begun, and remembers the browser. */
export async function startBrowserSession(
  request: FastifyRequest,
  reply: FastifyReply,
  { team, session }: Pick<Sales, 'team'> & { session: { email: string; token: string } },
): Promise<void> {
  const browserToken = await team.rememberLogIn(callerOf(request, session.email));
  setCookie(request, reply, { name: sessionCookie, value: session.token, keptMs: limits.sessionMs });
  setCookie(request, reply, { name: browserCookie, value: browserToken, keptMs: limits.knownLogInMs });
}

const callerOf = (request: FastifyRequest, email: string) => ({
  ...{ email, network: senderOf(request), browserToken: cookieOf(request, browserCookie) },
});

function callerViewOf(caller: SessionCaller, secondFactorRoles: readonly UserRole[]): CallerView {
  const { email, role, lanes } = caller;
  const needsSecondFactor = lacksSecondFactor(caller, secondFactorRoles);
  return { email, role, lanes, permissions: permissionsOf(role), needsSecondFactor };
}

function lacksSecondFactor({ role, isByPasswordAlone }: SessionCaller, roles: readonly UserRole[]): boolean {
  return isByPasswordAlone && roles.includes(role);
}
