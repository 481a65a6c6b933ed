/** The API of dead letters: records that cannot be scored are read, replayed after a repair, or dropped. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { ApiError, type Clock, cursorFor, limits } from '../base/kernel/kernel.ts';
import {
  type DeadLetterView,
  deadLetterFilterSchema,
  deadLetterSchema,
  type ManyResult,
  manyDeadLettersSchema,
  manyResultSchema,
} from '../contract/api/api.ts';
import type { DeadLetterPosition, DeadLetters, KeptDeadLetter } from '../engine/stream/stream.ts';
import { inCursor } from './list-position.ts';
import { actOnMany } from './many.ts';
import { answers, docs, found, listOf, type WithId } from './route-docs.ts';
import { documented, parse } from './validation.ts';

type Filter = z.infer<typeof manyDeadLettersSchema>['filter'];

export function registerDeadLetters(
  app: FastifyInstance,
  { stream: { deadLetters }, clock }: { stream: { deadLetters: DeadLetters }; clock: Clock },
): void {
  const page = pageOf(deadLetters);
  const one = async (id: string) => {
    const position = positionOf(id);
    return found(position && (await deadLetters.find(position)), `dead letter "${id}"`);
  };
  const replay = async (id: string) => {
    const letter = await one(id);
    const outcome = await deadLetters.replay(letter);
    if (outcome === 'cut')
      throw new ApiError('conflict', `dead letter "${id}" was kept in part only; drop it`);
    return found(outcome === 'missing' ? null : viewOf(letter), `dead letter "${id}"`);
  };
  const drop = async (id: string) => {
    const letter = await one(id);
    return found((await deadLetters.drop(letter)) ? viewOf(letter) : null, `dead letter "${id}"`);
  };
  app.get(
    '/dead-letters',
    docs('Records that cannot be scored or stored, by partition, the oldest first', {
      querystring: documented(deadLetterFilterSchema, 'input'),
      response: answers(listOf(deadLetterSchema), 'A page of dead letters'),
    }),
    async ({ query }) => {
      const { limit, cursor, ...filter } = parse(deadLetterFilterSchema, query);
      return page(filter, limit, cursor);
    },
  );
  app.get<WithId>(
    '/dead-letters/:id',
    docs('One dead letter, whole', { response: answers(deadLetterSchema, 'The dead letter') }),
    async ({ params }) => viewOf(await one(params.id)),
  );
  app.post<WithId>(
    '/dead-letters/:id/replay',
    docs('Score and store it again, as the latest of its partition; it is set aside again where that fails', {
      response: answers(deadLetterSchema, 'The dead letter, which is gone now'),
    }),
    async ({ params }) => replay(params.id),
  );
  const response = answers(deadLetterSchema, 'The dead letter, which is gone now');
  const dropOne = async ({ params }: FastifyRequest<WithId>) => drop(params.id);
  app.delete<WithId>('/dead-letters/:id', docs('Drop it for good', { response }), dropOne);
  app.post<WithId>(
    '/dead-letters/:id/drop',
    docs('Drop it: the same under another name', { response }),
    dropOne,
  );
  registerMany(app, { replay, drop }, async (body, act) =>
    actOnMany(parse(manyDeadLettersSchema, body), {
      nowMs: clock.nowMs(),
      act,
      page: async (filter: NonNullable<Filter>, limit, cursor) => {
        const { items, nextCursor } = await page(filter, limit, cursor);
        return { items: items.map(({ id, at }) => ({ id, atMs: Date.parse(at) })), nextCursor };
      },
    }),
  );
}

type Act = (id: string) => Promise<unknown>;

function registerMany(
  app: FastifyInstance,
  { replay, drop }: { replay: Act; drop: Act },
  onMany: (body: unknown, act: Act) => Promise<ManyResult>,
): void {
  const words = {
    description:
      'Of a filter it acts on a part, until `nextCursor` is null. One that fails again comes back later than `until`, and is left out.',
    body: documented(manyDeadLettersSchema, 'input'),
    response: answers(manyResultSchema, 'What became of each'),
  };
  app.post(
    '/dead-letters/replay',
    docs('Replay many', { ...words, operationId: 'replayDeadLetters' }),
    ({ body }) => onMany(body, replay),
  );
  app.post(
    '/dead-letters/drop',
    docs('Drop many for good', { ...words, operationId: 'dropDeadLetters' }),
    ({ body }) => onMany(body, drop),
  );
}

/** Reads pages of those that fit. Every letter is looked at: a partition keeps few. */
function pageOf(deadLetters: DeadLetters) {
  return async (
    filter: NonNullable<Filter>,
    limit: number,
    cursor: string | undefined,
  ): Promise<{ items: DeadLetterView[]; nextCursor: string | null }> => {
    const items: DeadLetterView[] = [];
    let at = cursor === undefined ? null : inCursor(cursor, 'dead-letters', positionOf);
    for (;;) {
      const { letters, hasMore } = await deadLetters.list(at, limits.pageItemsMax);
      for (const [index, letter] of letters.entries()) {
        at = letter;
        const view = viewOf(letter, limits.deadLetterShownBytesMax);
        if (fits(view, filter)) items.push(view);
        if (items.length < limit) continue;
        const isLast = !hasMore && index === letters.length - 1;
        return { items, nextCursor: isLast ? null : cursorFor('dead-letters', [idOf(letter)]) };
      }
      if (!hasMore) return { items, nextCursor: null };
    }
  };
}

function fits(view: DeadLetterView, filter: NonNullable<Filter>): boolean {
  return (['reason', 'kind', 'partition', 'profile'] as const).every(
    (name) => filter[name] === undefined || filter[name] === view[name],
  );
}

const idOf = ({ partition, id }: DeadLetterPosition) => `${partition}-${id}`;

/** Returns where a letter lies; null for an id that is none. */
function positionOf(text: string): DeadLetterPosition | null {
  const [, partition, id] = /^(\d{1,5})-(\d{1,15}-\d{1,15})$/.exec(text) ?? [];
  return partition === undefined || id === undefined ? null : { partition: Number(partition), id };
}

const kinds: Readonly<Record<string, DeadLetterView['kind']>> = {
  e: 'event',
  l: 'link',
  s: 'merge',
  g: 'ledger',
};

function viewOf(letter: KeptDeadLetter, shownMax = letter.json.length): DeadLetterView {
  const { partition, reason, detail, field, json, isCut } = letter;
  return {
    id: idOf(letter),
    partition,
    at: new Date(Number(letter.id.split('-')[0])).toISOString(),
    reason,
    detail,
    kind: kinds[field] ?? 'unknown',
    profile: profileIn(json),
    bytes: Buffer.byteLength(json),
    record: json.slice(0, shownMax),
    canReplay: !isCut,
  };
}

/** An event names its profile, a link its child, a merge its heir. */
function profileIn(json: string): string | null {
  try {
    const [record] = JSON.parse(json) as Record<string, unknown>[];
    const named = [record?.['profile'], record?.['child'], record?.['to']];
    return (named.find((value) => typeof value === 'string') as string | undefined) ?? null;
  } catch {
    return null;
  }
}
