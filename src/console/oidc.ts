/**
 * The log-in at an OpenID Connect provider: to its page, and back from there with a session.
 *
 * Both are addresses for browsers, so a failure leads to the log-in page. Its words come in a cookie for this browser alone,
 * because an address with words in it could be sent to anybody.
 */
import cookie from '@fastify/cookie';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ApiError, limits } from '../base/kernel/kernel.ts';
import { senderOf } from '../base/network/network.ts';
import type { Logger } from '../base/telemetry/telemetry.ts';
import { type LogInOptions, logInOptionsSchema, type UserRole } from '../contract/api/api.ts';
import type { Sales } from '../sales/sales.ts';
import { newToken } from '../sales/team/team.ts';
import { cookieOf, setCookie } from './cookies.ts';
import { attemptOfText, attemptToText, marksOf, ownPath } from './oidc-attempt.core.ts';
import { LogInFailed, type OidcProvider } from './oidc-provider.ts';
import { answers, docs } from './route-docs.ts';
import { startBrowserSession } from './session.ts';
import { createThrottle } from './throttle.ts';

/** The log-in by a provider, as the settings have it. */
export interface OidcLogIn {
  provider: OidcProvider;
  /** The role of users that a first log-in makes; null makes none. */
  newUsersAs: UserRole | null;
}

interface Options {
  sales: Pick<Sales, 'team'>;
  /** Null where the settings name no provider. */
  oidc: OidcLogIn | null;
  publicUrl: () => string;
  logger: Logger;
}

const attemptCookie = 'scoville_oidc';
const failureCookie = 'scoville_log_in_failure';
const startPath = '/log-in/oidc';
const returnPath = '/log-in/oidc/callback';

/** Says what the log-in page offers, and why the last log-in of this browser failed. Open to everybody. */
export function registerLogInOptions(
  app: FastifyInstance,
  { oidc, demo }: Pick<Options, 'oidc'> & { demo?: (() => LogInOptions['demo']) | undefined },
): void {
  app.get(
    '/session/options',
    docs('How one can log in, and why the last log-in at the provider failed in this browser', {
      operationId: 'getLogInOptions',
      response: answers(logInOptionsSchema, 'For the log-in page'),
      security: [],
    }),
    async (request) => ({
      provider: oidc && { name: oidc.provider.name, path: startPath },
      failure: cookieOf(request, failureCookie),
      demo: demo?.() ?? null,
    }),
  );
}

export async function registerOidc(root: FastifyInstance, options: Options): Promise<void> {
  const { oidc } = options;
  if (oidc === null) return;
  const redirectUri = () => `${options.publicUrl().replace(/\/$/, '')}${returnPath}`;
  const throttle = createThrottle(limits.logInFailuresOfNetworkMax);
  await root.register(async (app) => {
    await app.register(cookie);
    app.addHook('onRequest', async (_request, reply) => void reply.header('cache-control', 'no-store'));
    app.setErrorHandler((error, request, reply) => fail(options.logger, error, request, reply));
    app.get<{ Querystring: { to?: unknown } }>(startPath, async (request, reply) => {
      const attempt = { secret: newToken(), to: ownPath(request.query.to) };
      const url = await oidc.provider.logInUrl(marksOf(attempt), redirectUri());
      setAttempt(request, reply, attemptToText(attempt));
      return reply.redirect(url, 303);
    });
    app.get<{ Querystring: { state?: unknown } }>(returnPath, async (request, reply) => {
      const attempt = attemptOfText(cookieOf(request, attemptCookie));
      if (attempt === null || request.query.state !== marksOf(attempt).state)
        throw new LogInFailed(
          `this log-in began in another browser, at another address, or more than ${limits.oidcAttemptMs / limits.minuteMs} minutes ago. Log in again, at ${options.publicUrl()}.`,
        );
      const network = senderOf(request);
      throttle.admit(reply, network, 'log-ins at the provider from your address failed');
      // One return for each attempt.
      setAttempt(request, reply, '');
      const returned = new URL(redirectUri());
      returned.search = new URL(request.url, returned).search;
      const identity = await oidc.provider.identify(returned, marksOf(attempt));
      const session = await options.sales.team.providerLogIns.logIn(identity, oidc.newUsersAs, {
        address: request.ip,
        userAgent: request.headers['user-agent'],
      });
      throttle.giveBack(network);
      await startBrowserSession(request, reply, { team: options.sales.team, session });
      setCookie(request, reply, { name: failureCookie, value: '', keptMs: 0 });
      return reply.redirect(attempt.to, 303);
    });
  });
}

/** The way back is a request that another site makes. */
function setAttempt(request: FastifyRequest, reply: FastifyReply, value: string): void {
  const keptMs = value === '' ? 0 : limits.oidcAttemptMs;
  setCookie(request, reply, { name: attemptCookie, value, keptMs, sameSite: 'lax' });
}

/** Leads to the log-in page, which shows the words. */
function fail(logger: Logger, error: unknown, request: FastifyRequest, reply: FastifyReply) {
  const isForPeople = error instanceof LogInFailed || error instanceof ApiError;
  if (!isForPeople)
    logger.error(
      { error: (error as Error).message, stack: (error as Error).stack, requestId: request.id },
      'a log-in at the provider failed',
    );
  const ours = 'the log-in failed here. Try again in a minute; the log has the reason.';
  const words = error instanceof ApiError ? error.detail : isForPeople ? error.message : ours;
  setCookie(request, reply, { name: failureCookie, value: words, keptMs: limits.oidcFailureMs });
  return reply.redirect('/', 303);
}
