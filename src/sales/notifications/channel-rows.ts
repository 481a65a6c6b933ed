/** Channels as rows: read, listed, matched against a batch of alerts; and the default mail channel. */
import type pg from 'pg';
import type { Queryable } from '../../base/database/database.ts';
import {
  type ChannelFilter,
  type ChannelView,
  defaultChannelTypes,
  messagesPerHour,
} from '../../contract/api/api.ts';
import type { Alert } from '../outbox/outbox.ts';
import { type Actor, Listing, newestFirst, type Page } from '../store/store.ts';
import type { Listener } from './notice.core.ts';

export interface ChannelRow {
  id: string;
  kind: ChannelView['kind'];
  owner: string | null;
  name: string;
  target: string;
  types: string[];
  scope: ChannelView['scope'];
  programmes: string[];
  campaigns: string[];
  rules: string[];
  min_tier: number;
  quiet_hours: ChannelView['quietHours'];
  max_per_hour: number | null;
  is_muted: boolean;
  is_default: boolean;
  created_at: Date;
  updated_at: Date;
  revision: number;
}

/** A channel's row with its owner's time zone, lanes and teams. */
export interface ListenerRow extends ChannelRow {
  time_zone: string | null;
  lanes: string[] | null;
  teams: string[] | null;
  has_left: boolean;
}

/** Columns and joins of a listener. */
export const listenerSelect = `
  SELECT channels.*, target, users.time_zone, lanes_of(users.lanes, users.role) AS lanes, users.deactivated_at IS NOT NULL AS has_left,
         (SELECT jsonb_agg(teams.name) FROM teams WHERE teams.name = users.team OR teams.manager = users.email) AS teams
  FROM channels JOIN channel_targets ON channel_targets.channel = channels.id
  LEFT JOIN users ON users.email = channels.owner`;

export function listenerOf(row: ListenerRow): Listener {
  return {
    ...channelView(row),
    timeZone: row.time_zone ?? 'UTC',
    lanes: row.lanes ?? [],
    teams: row.teams ?? [],
    hasOwnerLeft: row.has_left,
  };
}

/**
 * Returns the channels that may choose one of these alerts, locked against deletion. Channels with the scope `mine`
 * are narrowed to the users and lanes that are notified.
 */
export async function listenersTo(connection: Queryable, alerts: readonly Alert[]): Promise<Listener[]> {
  const meant = [
    ...new Set(
      alerts.flatMap(({ owner, recipients }) => [...recipients, ...(owner === null ? [] : [owner])]),
    ),
  ];
  const { rows } = await connection.query<ListenerRow>(
    `${listenerSelect} WHERE NOT is_muted AND users.deactivated_at IS NULL AND (scope <> 'mine' OR channels.owner = ANY($1) OR lanes_of(users.lanes, users.role) ?| $1)
     ORDER BY channels.id FOR KEY SHARE OF channels`,
    [meant],
  );
  return rows.map(listenerOf);
}

/**
 * Creates the default mail channel of every user who has none. The built-in administrator has an address without
 * mail, so that channel is muted.
 */
export async function ensureMailChannels(connection: Queryable, nowMs: number): Promise<void> {
  await connection.query(
    `WITH made AS (
       INSERT INTO channels (id, kind, owner, name, types, scope, max_per_hour, is_muted, is_default, created_at, updated_at)
       SELECT 'ch_' || md5('mail ' || email), 'mail', email, 'Mail', $1, 'mine', $2,
              role = 'admin' AND email LIKE '%.local', true, $3, $3
       FROM users WHERE NOT EXISTS (SELECT FROM channels WHERE channels.owner = users.email AND is_default)
       ORDER BY email
       ON CONFLICT DO NOTHING RETURNING id, owner
     )
     INSERT INTO channel_targets (channel, target) SELECT id, owner FROM made`,
    [JSON.stringify(defaultChannelTypes), messagesPerHour.mail, new Date(nowMs)],
  );
}

/** Returns a channel of the actor; any channel for managers. Null where there is none. */
export async function selectChannel(database: Queryable, id: string, actor: Actor): Promise<Listener | null> {
  const { rows } = await database.query<ListenerRow>(
    `${listenerSelect} WHERE channels.id = $1 AND ($2 OR channels.owner = $3)`,
    [id, actor.isManager, actor.name],
  );
  return rows[0] ? listenerOf(rows[0]) : null;
}

/** A channel as the API shows it. */
export function viewOf(listener: Listener): ChannelView {
  const { timeZone: _zone, lanes: _lanes, teams: _teams, hasOwnerLeft: _left, ...view } = listener;
  return view;
}

/** Returns a page of channels, the newest first. */
export function listChannels(pool: pg.Pool, filter: ChannelFilter, actor: Actor): Promise<Page<ChannelView>> {
  const list = new Listing('channels', newestFirst, filter);
  if (!actor.isManager) list.where('owner = ?', actor.name);
  list.where('owner = ?', filter.owner);
  list.where('kind = ?', filter.kind);
  const joins = 'JOIN channel_targets ON channel_targets.channel = channels.id';
  return list.page(pool, { table: 'channels', joins, columns: 'channels.*, target' }, channelView);
}

export function channelView(row: ChannelRow): ChannelView {
  const { id, kind, owner, name, target, types, scope, programmes, campaigns, rules, revision } = row;
  return {
    id,
    kind,
    owner,
    name,
    target,
    types,
    scope,
    programmes,
    campaigns,
    rules,
    minTier: row.min_tier,
    quietHours: row.quiet_hours,
    maxPerHour: row.max_per_hour,
    isMuted: row.is_muted,
    isDefault: row.is_default,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    revision,
  };
}
