/**
 * An address or a phone of a person known from events alone: what sales has learned becomes an event of the profile.
 *
 * A crossing waits while its person can be neither called nor written to. An address in sales alone would be unknown to the score, and
 * lost by a restore. As an `identify` in the stream it is part of the history. Scoring itself then opens what waits.
 */
import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { ApiError } from '../base/kernel/kernel.ts';
import {
  type ProfileContact,
  type ProfileView,
  profileContactSchema,
  successSchema,
} from '../contract/api/api.ts';
import type { Acceptor } from '../engine/ingest/ingest.ts';
import type { Profiles } from '../engine/processing/processing.ts';
import type { PersonRecords } from '../sales/records/records.ts';
import type { Actor } from '../sales/store/store.ts';
import { answers, docs, found } from './route-docs.ts';
import { actorOf } from './session.ts';
import { documented, parse } from './validation.ts';

export interface ContactRooms {
  profiles: Pick<Profiles, 'profile'>;
  acceptor: Pick<Acceptor, 'trusted'>;
}

export function registerProfileContact(
  app: FastifyInstance,
  rooms: ContactRooms & { sales: { records: PersonRecords } },
): void {
  app.post<{ Params: { key: string } }>(
    '/profiles/:key/contact',
    docs('Enter an e-mail address or a phone of a profile: a crossing that waits for one opens its lead', {
      takes: ['Idempotency-Key'],
      body: documented(profileContactSchema, 'input'),
      response: answers(successSchema, 'It is in the stream; the profile knows it a moment later'),
    }),
    async (request) => {
      const actor = actorOf(request);
      const { key } = request.params;
      const profile = await profileOf(rooms, key);
      const contact = parse(profileContactSchema, request.body);
      const publish = contactOf(rooms, { key, profile, contact, actor });
      await rooms.sales.records.enterContact(key, contact, actor, publish);
      return { success: true as const };
    },
  );
}

/** Returns the profile. Throws `not_found`. */
export async function profileOf(
  { profiles }: Pick<ContactRooms, 'profiles'>,
  key: string,
): Promise<ProfileView> {
  return found(await profiles.profile(key), `profile "${key}"`);
}

/**
 * Returns what appends the contact to the stream: once, however often a request with one `Idempotency-Key` is repeated. Throws
 * `conflict` as `identifying` does.
 */
export function contactOf(
  { acceptor }: Pick<ContactRooms, 'acceptor'>,
  asked: { key: string; profile: ProfileView; contact: ProfileContact; actor: Actor },
): () => Promise<void> {
  const { name, idempotencyKey, trace } = asked.actor;
  const event = identifying(asked.key, asked.profile, asked.contact);
  const messageId = `contact ${idempotencyKey === undefined ? randomUUID() : `${name} ${idempotencyKey}`}`;
  return async () => {
    const { errors } = await acceptor.trusted([{ raw: { ...event, messageId } }], trace);
    if (errors[0] !== undefined) throw new ApiError(errors[0].code, errors[0].message);
  };
}

/** The event that says it. Throws `conflict` for a device that nobody is known by, and for another address of one known by an address. */
function identifying(key: string, { identities }: ProfileView, contact: ProfileContact): object {
  const known = (kind: string) => identities.find((one) => one.kind === kind)?.value;
  const [userId, email] = [known('userId'), known('email')];
  if (userId !== undefined) return { type: 'identify', userId, traits: contact };
  if (email === undefined)
    throw new ApiError(
      'conflict',
      `profile "${key}" is a device that nobody is known by; identify its user first, with a user id or an address`,
    );
  if (contact.email !== undefined && contact.email !== email)
    throw new ApiError(
      'conflict',
      `"email" is "${contact.email}": profile "${key}" goes by the address ${email}; leave it out`,
    );
  return { type: 'identify', traits: { ...contact, email } };
}
