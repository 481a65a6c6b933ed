/** The API that tries a person: made-up or copied behaviour against what is live and against a draft. */
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { ApiError, limits } from '../base/kernel/kernel.ts';
import { type BehaviourOfProfile, behaviourOfProfileSchema, rehearsalSchema } from '../contract/api/api.ts';
import {
  behaviourSchema,
  eventCountOf,
  isOwnEvent,
  type JsonObject,
  ownTraits,
  type ScovilleEvent,
} from '../contract/language/language.ts';
import type { History } from '../engine/history/history.ts';
import type { Profiles } from '../engine/processing/processing.ts';
import type { Publishing } from '../engine/programmes/programmes.ts';
import { eventsOnce } from './events-once.core.ts';
import { answers, docs, found, type WithId } from './route-docs.ts';
import { documented, parse } from './validation.ts';

const rehearsalRequestSchema = z.strictObject({
  /** The text of a draft; without it, only what is live is played. */
  text: z.string().min(1).max(1_000_000).nullable().default(null),
  steps: behaviourSchema,
});

interface Options {
  publishing: Publishing;
  profiles: Pick<Profiles, 'idOf'>;
  history: Pick<History, 'historyOf'>;
}

export function registerRehearsal(app: FastifyInstance, { publishing, profiles, history }: Options): void {
  app.post<WithId>(
    '/programmes/:id/rehearsal',
    {
      ...docs('Play behaviour against what is live and a draft: scores and receipts, moment by moment', {
        body: documented(rehearsalRequestSchema, 'input'),
        response: answers(rehearsalSchema, 'The moments: each step, and times after the last one'),
      }),
      bodyLimit: limits.programmeBytesMax,
    },
    async ({ params, body }) => {
      const { text, steps } = parse(rehearsalRequestSchema, body);
      const events = eventCountOf(steps);
      if (events > limits.rehearsalEventsMax)
        throw new ApiError(
          'invalid_request',
          `"steps" are ${events} events; at most ${limits.rehearsalEventsMax} are played, so shorten "times"`,
        );
      return publishing.rehearse(params.id, text, steps);
    },
  );
  app.get<{ Params: { key: string } }>(
    '/profiles/:key/behaviour',
    docs('What somebody did, as steps that can be tried against a draft', {
      response: answers(behaviourOfProfileSchema, 'The latest events, the earliest of them first'),
    }),
    async ({ params }) => {
      const profile = found(await profiles.idOf(params.key), `profile "${params.key}"`);
      const { events } = await history.historyOf([profile]);
      return behaviourOf(events);
    },
  );
}

function behaviourOf(events: readonly ScovilleEvent[]): BehaviourOfProfile {
  const played = eventsOnce(events)
    .filter(({ type }) => ['page', 'track', 'identify'].includes(type))
    .sort((a, b) => a.atMs - b.atMs);
  const latest = played.slice(-limits.rehearsalEventsMax);
  return {
    steps: latest.map((event, index) => {
      const sinceMs = index === 0 ? 0 : event.atMs - (latest[index - 1] as ScovilleEvent).atMs;
      // Two of one moment are a second apart: a step takes some time.
      return { ...stepOf(event), after: inSeconds(sinceMs) };
    }),
    isCut: played.length > latest.length,
  };
}

function inSeconds(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / limits.secondMs));
  return `${seconds} ${seconds === 1 ? 'second' : 'seconds'}`;
}

function stepOf(event: ScovilleEvent) {
  const { type, name, path, properties, traits } = event;
  const own = { ...plainIn(properties ?? {}), ...listsIn(properties ?? {}) };
  const said = Object.keys(own).length === 0 ? {} : { properties: own };
  if (type === 'track') return { track: name, ...said };
  if (isOwnEvent(event)) return { sales: salesOf(traits ?? {}) };
  if (type === 'identify') return { identify: plainIn(traits ?? {}) };
  return { page: path.startsWith('/') ? path : '/', ...said };
}

/** What sales knew of somebody. Nobody has a status as long as no lead is there. */
function salesOf(traits: JsonObject) {
  const { [ownTraits.leadStatus]: statuses, [ownTraits.customer]: customer } = traits;
  const leadStatus = Array.isArray(statuses) ? statuses.map(String) : [];
  return { leadStatus, customer: customer === true };
}

/** A step has plain values, and lists of these or of groups of these: what is nested deeper is left out. */
function plainIn(values: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => isPlain(value)));
}

/** The lists of its properties, such as the products of a basket. */
function listsIn(values: object): Record<string, unknown[]> {
  const lists = Object.entries(values).filter((entry): entry is [string, unknown[]] =>
    Array.isArray(entry[1]),
  );
  const itemsOf = (list: unknown[]) =>
    list
      .slice(0, limits.basketProductsMax)
      .flatMap((item) => (isPlain(item) ? [item] : typeof item === 'object' && item ? [plainIn(item)] : []));
  return Object.fromEntries(lists.map(([name, list]) => [name, itemsOf(list)]));
}

function isPlain(value: unknown): boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}
