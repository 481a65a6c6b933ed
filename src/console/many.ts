/**
 * One act on many items over the API: of all that fit a filter, a bounded part a request. What was done stays done when a request
 * fails. The same request goes on where it was: an item that was acted on is refused, or no longer found.
 */
import { ApiError, limits } from '../base/kernel/kernel.ts';
import type { ManyResult } from '../contract/api/api.ts';

interface Asked<Filter> {
  ids?: string[] | undefined;
  filter?: Filter | undefined;
  cursor?: string | undefined;
  until?: string | undefined;
}

interface Options<Filter> {
  nowMs: number;
  /** A page of those that fit, and when each came, ms. */
  page(
    filter: Filter,
    limit: number,
    cursor: string | undefined,
  ): Promise<{ items: { id: string; atMs: number }[]; nextCursor: string | null }>;
  /** Acts on one; an `ApiError` refuses it, any other error ends the request. */
  act(id: string): Promise<unknown>;
}

/** Acts on the items one after the other. */
export async function actOnMany<Filter>(
  { ids, filter, cursor, until }: Asked<Filter>,
  { nowMs, page, act }: Options<Filter>,
): Promise<ManyResult> {
  const untilMs = until === undefined ? nowMs : Date.parse(until);
  const named = ids ?? [];
  const found = filter === undefined ? null : await page(filter, limits.manyItemsMax, cursor);
  const wanted = found?.items.filter(({ atMs }) => atMs <= untilMs).map(({ id }) => id) ?? named;
  const results: ManyResult['results'] = [];
  for (const id of new Set(wanted)) results.push({ id, refusal: await refusalOf(act(id)) });
  return { results, nextCursor: found?.nextCursor ?? null, until: new Date(untilMs).toISOString() };
}

async function refusalOf(acting: Promise<unknown>): Promise<string | null> {
  try {
    await acting;
    return null;
  } catch (error) {
    if (error instanceof ApiError) return error.detail;
    throw error;
  }
}
