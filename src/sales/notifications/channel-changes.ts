/** Creates, changes and deletes channels, and checks who may do so and whether the fields fit each other. */
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { Queryable } from '../../base/database/database.ts';
import { ApiError, limits } from '../../base/kernel/kernel.ts';
import {
  type ChannelChange,
  type ChannelView,
  defaultChannelTypes,
  messagesPerHour,
  type NewChannel,
  targetError,
} from '../../contract/api/api.ts';
import { type Actor, actingAs, noSuchUser, once, type Revised, requireRevision } from '../store/store.ts';
import { type ChannelRow, channelView, selectChannel, viewOf } from './channel-rows.ts';
import type { Listener } from './notice.core.ts';

/**
 * Creates a channel. Throws `forbidden`, `conflict` at the limit of channels, or `invalid_request` for a target of
 * the wrong kind.
 */
export function createChannel(
  pool: pg.Pool,
  given: NewChannel & { owner: string | null },
  actor: Actor,
  nowMs: number,
): Promise<ChannelView> {
  const { kind, owner } = given;
  const row: Writable = {
    name: given.name,
    target: given.target,
    types: given.types ?? [...defaultChannelTypes],
    scope: given.scope ?? (owner === null ? 'all' : 'mine'),
    programmes: given.programmes ?? [],
    campaigns: given.campaigns ?? [],
    rules: given.rules ?? [],
    minTier: given.minTier ?? 0,
    quietHours: given.quietHours ?? null,
    maxPerHour: given.maxPerHour === undefined ? messagesPerHour[kind] : given.maxPerHour,
    isMuted: given.isMuted ?? false,
  };
  requireOwn(actor, owner);
  requireOwnAddress(kind, row.target, actor);
  requireSense({ ...row, kind, owner });
  return actingAs(pool, actor, nowMs, async (connection) => {
    const id = await once(connection, actor, given, nowMs, async () => {
      await requireOwner(connection, owner);
      const made = `ch_${randomUUID()}`;
      await connection.query(
        `INSERT INTO channels (id, kind, owner, ${columns.join(', ')}, created_at, updated_at)
         VALUES ($1, $2, $3, ${columns.map((_, position) => `$${position + 4}`).join(', ')}, $${columns.length + 4}, $${columns.length + 4})`,
        [made, kind, owner, ...valuesOf(row), new Date(nowMs)],
      );
      await connection.query('INSERT INTO channel_targets (channel, target) VALUES ($1, $2)', [
        made,
        given.target,
      ]);
      return made;
    });
    return viewOf((await selectChannel(connection, id, actor)) as Listener);
  });
}

/**
 * Changes a channel. Waiting notices are checked against the new hours and limits at once. Throws `not_found`,
 * `revision_mismatch` or `invalid_request`.
 */
export function changeChannel(
  pool: pg.Pool,
  id: string,
  { revision, ...change }: Revised<ChannelChange>,
  actor: Actor,
  nowMs: number,
): Promise<ChannelView> {
  return actingAs(pool, actor, nowMs, async (connection) => {
    const before = await lockChannel(connection, id, actor);
    requireRevision(before.revision, revision);
    const after = { ...before, ...definedOf(change) };
    // A manager may have set another target; the owner can still mute the channel.
    if (after.target !== before.target) requireOwnAddress(after.kind, after.target, actor);
    requireSense(after);
    await connection.query(
      `UPDATE channels SET ${columns.map((column, position) => `${column} = $${position + 3}`).join(', ')}, updated_at = $2
       WHERE id = $1`,
      [id, new Date(nowMs), ...valuesOf(after)],
    );
    await connection.query('UPDATE channel_targets SET target = $2 WHERE channel = $1', [id, after.target]);
    await connection.query('UPDATE notices SET due_at = $2 WHERE channel = $1 AND closed_at IS NULL', [
      id,
      new Date(nowMs),
    ]);
    return viewOf((await selectChannel(connection, id, actor)) as Listener);
  });
}

/**
 * Deletes a channel. The default mail channel is muted instead, because a deleted one would be created again. Throws
 * `not_found`.
 */
export function deleteChannel(pool: pg.Pool, id: string, actor: Actor, nowMs: number): Promise<void> {
  return actingAs(pool, actor, nowMs, async (connection) => {
    const { isDefault } = await lockChannel(connection, id, actor);
    if (isDefault)
      await connection.query('UPDATE channels SET is_muted = true, updated_at = $2 WHERE id = $1', [
        id,
        new Date(nowMs),
      ]);
    else await connection.query('DELETE FROM channels WHERE id = $1', [id]);
  });
}

/** The fields a change may set. */
type Writable = Required<{ [Field in keyof ChannelChange]-?: NonNullable<ChannelView>[Field] }>;

const columns = [
  'name',
  'types',
  'scope',
  'programmes',
  'campaigns',
  'rules',
  'min_tier',
  'quiet_hours',
  'max_per_hour',
  'is_muted',
] as const;

function valuesOf(of: Writable): unknown[] {
  const json = JSON.stringify;
  return [
    of.name,
    json(of.types),
    of.scope,
    json(of.programmes),
    json(of.campaigns),
    json(of.rules),
    of.minTier,
    of.quietHours === null ? null : json(of.quietHours),
    of.maxPerHour,
    of.isMuted,
  ];
}

function definedOf<Given extends object>(
  given: Given,
): { [Key in keyof Given]: Exclude<Given[Key], undefined> } {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as never;
}

async function lockChannel(connection: Queryable, id: string, actor: Actor): Promise<ChannelView> {
  const { rows } = await connection.query<ChannelRow>(
    `SELECT channels.*, target FROM channels JOIN channel_targets ON channel = channels.id
     WHERE id = $1 AND ($2 OR owner = $3) FOR NO KEY UPDATE OF channels`,
    [id, actor.isManager, actor.name],
  );
  if (rows[0] === undefined) throw new ApiError('not_found', `there is no channel "${id}"`);
  return channelView(rows[0]);
}

function requireOwn({ isManager, name }: Actor, owner: string | null): void {
  if (isManager || owner === name) return;
  throw new ApiError(
    'forbidden',
    `"owner" is ${owner ?? 'null'}: only managers create and change channels of the installation and of other users. Leave "owner" out for a channel of your own.`,
  );
}

/**
 * Without this check any user could have customers’ data mailed to any address. `requireSense` rejects a target that
 * is no address.
 */
function requireOwnAddress(kind: ChannelView['kind'], target: string, actor: Actor): void {
  if (kind !== 'mail' || actor.isManager || targetError(kind, target) !== null) return;
  if (target.toLowerCase() === actor.name) return;
  throw new ApiError(
    'forbidden',
    `"target" is "${target}": a mail channel of yours goes to your own address. Ask a manager for another one.`,
  );
}

/** Checks that kind, target, owner and scope fit each other. */
function requireSense(channel: Writable & Pick<ChannelView, 'kind' | 'owner'>): void {
  const { kind, owner, scope, target } = channel;
  const error = targetError(kind, target);
  if (error !== null) throw new ApiError('invalid_request', `"target" is "${target}": ${error}`);
  if (owner === null && (scope === 'mine' || scope === 'my team'))
    throw new ApiError(
      'invalid_request',
      `"scope" is "${scope}": a channel without an owner takes "queue" or "all". Set "owner" for any other scope.`,
    );
  if (kind === 'webhook' && (channel.quietHours !== null || channel.maxPerHour !== null))
    throw new ApiError(
      'invalid_request',
      'a webhook sends each alert at once: leave out "quietHours" and "maxPerHour"',
    );
}

/** Checks that the owner exists and has room for one more channel. Two requests at once wait for each other. */
async function requireOwner(connection: Queryable, owner: string | null): Promise<void> {
  if (owner !== null) {
    const { rowCount } = await connection.query(
      'SELECT FROM users WHERE email = $1 AND deactivated_at IS NULL FOR NO KEY UPDATE',
      [owner],
    );
    if (rowCount === 0) throw noSuchUser('owner', owner);
  }
  const { rows } = await connection.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM channels WHERE owner IS NOT DISTINCT FROM $1',
    [owner],
  );
  if ((rows[0]?.count ?? 0) >= limits.channelsPerOwnerMax)
    throw new ApiError(
      'conflict',
      `${owner ?? 'the installation'} has ${limits.channelsPerOwnerMax} channels, the maximum; delete one first`,
    );
}
