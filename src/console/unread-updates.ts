/** The API of unread updates: tier updates that sales could not read are looked at, replayed or dropped. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { type Clock, cursorFor } from '../base/kernel/kernel.ts';
import {
  manyResultSchema,
  manyUnreadUpdatesSchema,
  type UnreadUpdateView,
  unreadUpdateFilterSchema,
  unreadUpdateSchema,
} from '../contract/api/api.ts';
import type { Leads, UnreadName, UnreadPosition, UnreadUpdate } from '../sales/leads/leads.ts';
import { inCursor } from './list-position.ts';
import { actOnMany } from './many.ts';
import { answers, docs, found, listOf, type WithId } from './route-docs.ts';
import { documented, parse } from './validation.ts';

const list = 'unread-updates';
type Filter = NonNullable<z.infer<typeof manyUnreadUpdatesSchema>['filter']>;

export function registerUnreadUpdates(
  app: FastifyInstance,
  { sales, clock }: { sales: { leads: Pick<Leads, 'unread'> }; clock: Clock },
): void {
  const { unread } = sales.leads;
  /** What an act on the one of an id returns, or that there is none. */
  const theOne = async (id: string, act: 'one' | 'replay' | 'drop') => {
    const name = nameIn(id);
    return viewOf(found(name && (await unread[act](name)), `unread update "${id}"`));
  };
  const page = async ({ limit, cursor, partition }: z.infer<typeof unreadUpdateFilterSchema>) => {
    const after = cursor === undefined ? null : inCursor(cursor, list, positionOf);
    const waiting = await unread.list(after, limit + 1, partition);
    const items = waiting.slice(0, limit);
    const last = items.at(-1);
    const hasMore = waiting.length > limit && last !== undefined;
    return {
      items: items.map(viewOf),
      nextCursor: hasMore ? cursorFor(list, [`${last.atMs}-${idOf(last)}`]) : null,
    };
  };
  app.get(
    '/unread-updates',
    docs('Tier updates that sales could not read or store, the oldest first', {
      description: 'Each stands for a lead, a task or a fall that sales does not know of.',
      querystring: documented(unreadUpdateFilterSchema, 'input'),
      response: answers(listOf(unreadUpdateSchema), 'A page of unread updates'),
    }),
    async ({ query }) => page(parse(unreadUpdateFilterSchema, query)),
  );
  app.get<WithId>(
    '/unread-updates/:id',
    docs('One unread update', { response: answers(unreadUpdateSchema, 'The unread update') }),
    async ({ params: { id } }) => theOne(id, 'one'),
  );
  app.post<WithId>(
    '/unread-updates/:id/replay',
    docs('Apply it again, with all that it does', {
      description:
        'Refused, and kept, where it still cannot be applied, or later updates of its profile were.',
      response: answers(unreadUpdateSchema, 'What waited'),
    }),
    async ({ params: { id } }) => theOne(id, 'replay'),
  );
  const response = answers(unreadUpdateSchema, 'What waited');
  const drop = async ({ params: { id } }: FastifyRequest<WithId>) => theOne(id, 'drop');
  app.delete<WithId>(
    '/unread-updates/:id',
    docs('Drop it for good: sales never hears of it', { response }),
    drop,
  );
  app.post<WithId>(
    '/unread-updates/:id/drop',
    docs('Drop it: the same under another name', { response }),
    drop,
  );
  for (const [act, operationId, says] of [
    ['replay', 'replayUnreadUpdates', 'Apply many again'],
    ['drop', 'dropUnreadUpdates', 'Drop many for good'],
  ] as const)
    app.post(
      `/unread-updates/${act}`,
      docs(says, {
        operationId,
        description: 'Of a filter it acts on a part, until `nextCursor` is null.',
        body: documented(manyUnreadUpdatesSchema, 'input'),
        response: answers(manyResultSchema, 'What became of each'),
      }),
      async ({ body }) =>
        actOnMany(parse(manyUnreadUpdatesSchema, body), {
          nowMs: clock.nowMs(),
          act: (id) => theOne(id, act),
          page: async (filter: Filter, limit, cursor) => {
            const { items, nextCursor } = await page({ ...filter, limit, cursor });
            return { items: items.map(({ id, at }) => ({ id, atMs: Date.parse(at) })), nextCursor };
          },
        }),
    );
}

const idOf = ({ partition, entry }: UnreadName) => `${partition}-${entry}`;

/** Returns what an id names; null where it is none. */
function nameIn(id: string): UnreadName | null {
  const [, partition, entry] = /^(\d{1,5})-(\d{1,20}-\d{1,20})$/.exec(id) ?? [];
  return partition === undefined || entry === undefined ? null : { partition: Number(partition), entry };
}

/** Returns where a page ended; null for a cursor that is none. */
function positionOf(text: string): UnreadPosition | null {
  const [, at, id = ''] = /^(\d{1,15})-(.+)$/.exec(text) ?? [];
  const name = nameIn(id);
  return at === undefined || name === null ? null : { ...name, atMs: Number(at) };
}

function viewOf(update: UnreadUpdate): UnreadUpdateView {
  const { partition, atMs, reason, record } = update;
  const textOf = (field: string) => {
    const value =
      typeof record === 'object' && record !== null ? (record as Record<string, unknown>)[field] : null;
    return typeof value === 'string' ? value : null;
  };
  return {
    ...{ id: idOf(update), partition, at: new Date(atMs).toISOString(), reason },
    ...{ profile: textOf('profile'), programme: textOf('programme'), record: JSON.stringify(record) },
  };
}
