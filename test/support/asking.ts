/** The API asked as a program asks it, with the token. */
import type { FastifyInstance } from 'fastify';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH';

export interface Answer {
  status: number;
  etag: string;
  // biome-ignore lint/suspicious/noExplicitAny: what is in it is what the test looks at
  body: any;
}

/** Asks `/api/v1` of a console; `getApp` so that it may be made before the console is. */
export function askingOf(getApp: () => FastifyInstance, bearer: Record<string, string>) {
  return async (
    method: Method,
    path: string,
    body?: object,
    headers: Record<string, string> = {},
  ): Promise<Answer> => {
    const answer = await getApp().inject({
      method,
      url: `/api/v1${path}`,
      headers: { ...bearer, ...headers },
      ...(body && { payload: body }),
    });
    return { status: answer.statusCode, etag: String(answer.headers['etag'] ?? ''), body: answer.json() };
  };
}
