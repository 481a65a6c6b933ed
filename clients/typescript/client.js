/** Typed client of the API of Scoville, for Node and browsers: every call as the OpenAPI document describes it. */
import createClient from 'openapi-fetch';

/** An answer that is no success: its status, and the problem that the server named. */
export class ScovilleError extends Error {
  /**
   * @param {Response} response
   * @param {import('./client.d.ts').Shape<'Problem'> | null} problem
   */
  constructor(response, problem) {
    super(problem?.detail ?? `the server answered ${response.status}`);
    this.name = 'ScovilleError';
    this.status = response.status;
    this.code = problem?.code ?? null;
    this.problem = problem;
    const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
    this.retryAfterSeconds = Number.isFinite(seconds) ? seconds : null;
  }
}

/** @type {typeof import('./client.d.ts').createScovilleClient} */
export function createScovilleClient({ baseUrl = '', token, headers, ...options } = {}) {
  return createClient({
    ...options,
    baseUrl,
    headers: { ...(token !== undefined && { authorization: `Bearer ${token}` }), ...headers },
  });
}

/** @type {typeof import('./client.d.ts').answered} */
export async function answered(call) {
  const { data, error, response } = await call;
  if (response.ok) return /** @type {any} */ (data);
  throw new ScovilleError(response, isProblem(error) ? error : null);
}

/** @type {typeof import('./client.d.ts').everyItem} */
export async function* everyItem(pageAfter) {
  /** @type {string | undefined} */
  let cursor;
  do {
    const { items, nextCursor } = await answered(pageAfter(cursor));
    yield* items;
    cursor = nextCursor ?? undefined;
  } while (cursor !== undefined);
}

/**
 * A proxy between may answer with a page of its own.
 * @param {unknown} error
 * @returns {error is import('./client.d.ts').Shape<'Problem'>}
 */
function isProblem(error) {
  return typeof error === 'object' && error !== null && 'code' in error && 'detail' in error;
}
