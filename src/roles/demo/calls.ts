/** Calls of the console's API as a user of the demo, logged in like anybody. */

/** One log-in, and what is asked with it. */
export interface Caller {
  /** Throws for any answer but a good one. */
  call<Answer>(method: 'GET' | 'POST' | 'PUT' | 'PATCH', path: string, body?: object): Promise<Answer>;
}

const serverErrors = 500;

/** A call that was refused: somebody else was first, or the user may not any more. */
export class Refused extends Error {}

/** Logs in by password. */
export async function logInAs(
  baseUrl: string,
  credentials: { email: string; password: string },
  signal: AbortSignal,
): Promise<Caller> {
  const ask = async (method: string, path: string, body: object | undefined, cookie: string) => {
    const response = await fetch(`${baseUrl}/api/v1${path}`, {
      method,
      headers: { ...(body && { 'content-type': 'application/json' }), ...(cookie && { cookie }) },
      ...(body && { body: JSON.stringify(body) }),
      signal,
    });
    if (!response.ok) {
      const reason = `${method} ${path} answered ${response.status}: ${await response.text()}`;
      throw response.status < serverErrors ? new Refused(reason) : new Error(reason);
    }
    return response;
  };
  const { email, password } = credentials;
  const response = await ask('POST', '/session', { email, password }, '');
  const cookie = response.headers
    .getSetCookie()
    .map((one) => one.split(';', 1)[0])
    .join('; ');
  await response.arrayBuffer();
  return {
    call: async <Answer>(method: string, path: string, body?: object) =>
      (await (await ask(method, path, body, cookie)).json()) as Answer,
  };
}
