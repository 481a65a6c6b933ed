/** The API of dead letters: records that cannot be scored are read, replayed after a repair, or dropped. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ApiError, cursorFor, limits } from '../base/kernel/kernel.ts';
import { type DeadLetterView, deadLetterFilterSchema, deadLetterSchema } from '../contract/api/api.ts';
import type { DeadLetterPosition, DeadLetters, KeptDeadLetter } from '../engine/stream/stream.ts';
import { inCursor } from './list-position.ts';
import { answers, docs, found, listOf, type WithId } from './route-docs.ts';
import { documented, parse } from './validation.ts';

export function registerDeadLetters(
  app: FastifyInstance,
  { deadLetters }: { deadLetters: DeadLetters },
): void {
  const one = async (id: string) => {
    const position = positionOf(id);
    return found(position && (await deadLetters.find(position)), `dead letter "${id}"`);
  };
  app.get(
    '/dead-letters',
    docs('Records that cannot be scored or stored, by partition, the oldest first', {
      querystring: documented(deadLetterFilterSchema, 'input'),
      response: answers(listOf(deadLetterSchema), 'A page of dead letters'),
    }),
    async ({ query }) => {
      const { limit, cursor } = parse(deadLetterFilterSchema, query);
      const after = cursor === undefined ? null : inCursor(cursor, 'dead-letters', positionOf);
      const { letters, hasMore } = await deadLetters.list(after, limit);
      const last = letters.at(-1);
      return {
        items: letters.map((letter) => viewOf(letter, limits.deadLetterShownBytesMax)),
        nextCursor: hasMore && last !== undefined ? cursorFor('dead-letters', [idOf(last)]) : null,
      };
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
    async ({ params }) => {
      const letter = await one(params.id);
      const outcome = await deadLetters.replay(letter);
      if (outcome === 'cut')
        throw new ApiError('conflict', `dead letter "${params.id}" was kept in part only; drop it`);
      return found(outcome === 'missing' ? null : viewOf(letter), `dead letter "${params.id}"`);
    },
  );
  const response = answers(deadLetterSchema, 'The dead letter, which is gone now');
  const drop = async ({ params }: FastifyRequest<WithId>) => {
    const letter = await one(params.id);
    return found((await deadLetters.drop(letter)) ? viewOf(letter) : null, `dead letter "${params.id}"`);
  };
  app.delete<WithId>('/dead-letters/:id', docs('Drop it for good', { response }), drop);
  app.post<WithId>(
    '/dead-letters/:id/drop',
    docs('Drop it: the same under another name', { response }),
    drop,
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
