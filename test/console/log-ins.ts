/** Log-ins of every role for tests of the console: made through the API, used through their cookies. */
import type { UserRole } from '../../src/contract/api/api.ts';
import { askingOf } from '../support/asking.ts';
import { bearer, type ConsoleApp } from './console-app.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export const password = 'a password of tests';

/** What one caller asks of the API. */
export interface Caller {
  email: string;
  cookies: Record<string, string>;
  ask(
    method: Method,
    path: string,
    body?: object,
    headers?: Record<string, string>,
  ): ReturnType<typeof asked>;
}

function asked(
  { app }: ConsoleApp,
  credentials: object,
  method: Method,
  path: string,
  body: object | undefined,
  headers: Record<string, string> = {},
) {
  const own = (credentials as { headers?: object }).headers;
  const url = path.startsWith('/calendar/') ? path : `/api/v1${path}`;
  return app.inject({
    method,
    url,
    ...credentials,
    headers: { ...own, ...headers },
    ...(body && { payload: body }),
  });
}

/** A program, with the API token. */
export function program(consoleApp: ConsoleApp): Caller {
  return {
    email: 'API token',
    cookies: {},
    ask: (method, path, body, headers) => asked(consoleApp, { headers: bearer }, method, path, body, headers),
  };
}

/** Logs in somebody who is there. */
export async function logIn(consoleApp: ConsoleApp, email: string, secret = password): Promise<Caller> {
  const session = await consoleApp.sales.team.logIn({ email, password: secret });
  if (session === null) throw new Error(`${email} cannot log in`);
  const cookies = { scoville_session: session.token };
  return {
    email,
    cookies,
    ask: (method, path, body, headers) => asked(consoleApp, { cookies }, method, path, body, headers),
  };
}

/** Makes a user and logs in. */
export async function newcomer(
  consoleApp: ConsoleApp,
  email: string,
  role: UserRole,
  more: object = {},
): Promise<Caller> {
  const made = await program(consoleApp).ask('POST', '/users', { email, role, password, ...more });
  if (made.statusCode !== 201) throw new Error(made.body);
  return logIn(consoleApp, email);
}

/** Makes a user and logs in; asks with the cookie of the session. */
export async function askingAs(
  consoleApp: ConsoleApp,
  email: string,
  role: UserRole,
  more: object = {},
): Promise<ReturnType<typeof askingOf>> {
  const { cookies } = await newcomer(consoleApp, email, role, more);
  return askingOf(() => consoleApp.app, { cookie: `scoville_session=${cookies['scoville_session']}` });
}
