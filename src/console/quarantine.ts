/** The API of the quarantine: held leads are read, released or dropped. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { type Clock, cursorFor } from '../base/kernel/kernel.ts';
import {
  type HeldLeadView,
  heldLeadFilterSchema,
  heldLeadSchema,
  type ManyResult,
  manyHeldLeadsSchema,
  manyResultSchema,
} from '../contract/api/api.ts';
import type { HeldLead, HeldPosition, Leads } from '../sales/leads/leads.ts';
import { inCursor } from './list-position.ts';
import { actOnMany } from './many.ts';
import { answers, docs, found, listOf, type WithId } from './route-docs.ts';
import { documented, parse } from './validation.ts';

export function registerQuarantine(
  app: FastifyInstance,
  { sales: { leads }, clock }: { sales: { leads: Leads }; clock: Clock },
): void {
  const theOne = (id: string, held: HeldLead | null) => viewOf(found(held, `held lead "${id}"`));
  const page = async ({ limit, cursor, ...filter }: z.infer<typeof heldLeadFilterSchema>) => {
    const after = cursor === undefined ? null : inCursor(cursor, 'quarantine', positionOf);
    const held = await leads.held(after, limit + 1, filter);
    const items = held.slice(0, limit);
    const last = items.at(-1);
    return {
      items: items.map(viewOf),
      nextCursor:
        held.length > limit && last ? cursorFor('quarantine', [`${last.heldAtMs}-${last.id}`]) : null,
    };
  };
  app.get(
    '/quarantine',
    docs('Leads that are held back, the oldest first', {
      description:
        'Public keys alone have named these people. They are beyond the leads that a key may open in an hour, or the identities that an address may name.',
      querystring: documented(heldLeadFilterSchema, 'input'),
      response: answers(listOf(heldLeadSchema), 'A page of held leads'),
    }),
    async ({ query }) => page(parse(heldLeadFilterSchema, query)),
  );
  app.get<WithId>(
    '/quarantine/:id',
    docs('One held lead', { response: answers(heldLeadSchema, 'The held lead') }),
    async ({ params: { id } }) => theOne(id, await leads.heldLead(id)),
  );
  app.post<WithId>(
    '/quarantine/:id/release',
    docs('Open the lead, with all that its rise does; its deadline begins now', {
      response: answers(heldLeadSchema, 'What was held'),
    }),
    async ({ params: { id } }) => theOne(id, await leads.release(id, clock.nowMs())),
  );
  const response = answers(heldLeadSchema, 'What was held');
  const drop = async ({ params: { id } }: FastifyRequest<WithId>) =>
    theOne(id, await leads.drop(id, clock.nowMs()));
  app.delete<WithId>(
    '/quarantine/:id',
    docs('Drop it for good: this rise opens no lead', { response }),
    drop,
  );
  app.post<WithId>('/quarantine/:id/drop', docs('Drop it: the same under another name', { response }), drop);
  registerMany(app, async (body, act) =>
    actOnMany(parse(manyHeldLeadsSchema, body), {
      nowMs: clock.nowMs(),
      act: async (id) => theOne(id, await leads[act](id, clock.nowMs())),
      page: async (filter: NonNullable<z.infer<typeof manyHeldLeadsSchema>['filter']>, limit, cursor) => {
        const { items, nextCursor } = await page({ ...filter, limit, cursor });
        return { items: items.map(({ id, heldAt }) => ({ id, atMs: Date.parse(heldAt) })), nextCursor };
      },
    }),
  );
}

function registerMany(
  app: FastifyInstance,
  onMany: (body: unknown, act: 'release' | 'drop') => Promise<ManyResult>,
): void {
  const words = {
    description: 'Of a filter it acts on a part, until `nextCursor` is null.',
    body: documented(manyHeldLeadsSchema, 'input'),
    response: answers(manyResultSchema, 'What became of each'),
  };
  app.post(
    '/quarantine/release',
    docs('Open many leads', { ...words, operationId: 'releaseHeldLeads' }),
    ({ body }) => onMany(body, 'release'),
  );
  app.post(
    '/quarantine/drop',
    docs('Drop many for good', { ...words, operationId: 'dropHeldLeads' }),
    ({ body }) => onMany(body, 'drop'),
  );
}

/** Returns where a page ended; null for a cursor that is none. */
function positionOf(text: string): HeldPosition | null {
  const [, at, id] = /^(\d{1,15})-(ld_[\w-]{1,100})$/.exec(text) ?? [];
  return at === undefined || id === undefined ? null : { heldAtMs: Number(at), id };
}

function viewOf({ id, heldAtMs, record }: HeldLead): HeldLeadView {
  const { profile, programme, campaign, to: tier, tierName, score, identity, reasons } = record;
  const { userId = null, email = null, name = null, company = null, phone = null } = identity ?? {};
  return {
    ...{ id, heldAt: new Date(heldAtMs).toISOString(), profile, programme, campaign, tier, tierName, score },
    ...{ why: identity?.crowd ? 'identities' : 'leads', key: identity?.unprovenBy ?? null },
    ...{ person: { userId, email, name, company, phone }, reasons },
  };
}
