/**
 * The door of notifications: which channel sends which alert, when, and in which words; and the live stream.
 *
 * Enters: alert rows, as they become visible. Leaves: deliveries of messages, and server-sent events that resume by
 * the last id. A channel sends one tier of an episode once. Quiet hours and hourly limits delay messages and lose
 * none.
 */
import { randomUUID } from 'node:crypto';
import { ApiError } from '../../base/kernel/kernel.ts';
import type { Tracing } from '../../base/telemetry/telemetry.ts';
import type {
  ChannelChange,
  ChannelFilter,
  ChannelView,
  InboxFilter,
  InboxItem,
  InboxPage,
  InboxReadUntil,
  NewChannel,
  NoticeFilter,
  NoticeView,
} from '../../contract/api/api.ts';
import { writeDeliveries } from '../outbox/outbox.ts';
import { type Actor, actingAs, once, type Page, type Revised, type Store } from '../store/store.ts';
import { changeChannel, createChannel, deleteChannel } from './channel-changes.ts';
import { listChannels, selectChannel, viewOf } from './channel-rows.ts';
import { listInbox, markInbox, type Reader, readInboxUntil } from './inbox.ts';
import type { Listener } from './notice.core.ts';
import {
  type Compose,
  type ComposeResult,
  chooseNotices,
  composeNext,
  oldestWaiting,
} from './notice-rows.ts';
import { listNotices } from './notice-views.ts';

export { composeFor, testMessage } from './compose.ts';
export type { DueNotice } from './digest.core.ts';
export { startDispatcher } from './dispatcher.ts';
export { isInInbox, type Reader } from './inbox.ts';
export type { LiveStream, SentAlert, Subscriber } from './live-stream.ts';
export { openLiveStream } from './live-stream.ts';
export type { Listener } from './notice.core.ts';
export { isMine } from './notice.core.ts';
export { noticesWait } from './notice-rows.ts';

export interface Notifications {
  /** Returns the actor's channels; for managers every channel. */
  listChannels(filter: ChannelFilter, actor: Actor): Promise<Page<ChannelView>>;
  /** Throws `not_found`, also for a channel that the actor may not see. */
  channel(id: string, actor: Actor): Promise<ChannelView>;
  createChannel(given: NewChannel & { owner: string | null }, actor: Actor): Promise<ChannelView>;
  changeChannel(id: string, change: Revised<ChannelChange>, actor: Actor): Promise<ChannelView>;
  deleteChannel(id: string, actor: Actor): Promise<void>;
  /** Returns the notices of a channel, the latest first. */
  listNotices(id: string, filter: NoticeFilter, actor: Actor): Promise<Page<NoticeView>>;
  /** Sends a test message of the channel at once. Returns the delivery's id. */
  sendTest(id: string, actor: Actor, bodyFor: (channel: Listener, nowMs: number) => object): Promise<string>;
  /** Returns a page of a user's inbox, the latest alert first. */
  listInbox(filter: InboxFilter, reader: Reader): Promise<InboxPage>;
  /** Marks one alert. Throws `not_found` for one that is not in the inbox. */
  markInbox(id: string, isRead: boolean, reader: Reader): Promise<InboxItem>;
  /** Marks all up to an alert as read. */
  readInboxUntil(until: number, reader: Reader): Promise<InboxReadUntil>;
  /** Writes the notices of new alerts. Returns how many alerts it read. */
  chooseNotices(): Promise<number>;
  /** Since when the oldest alert waits to be looked at, and the oldest notice is due; null where none is. */
  oldestWaiting(): Promise<{ alertAt: Date | null; noticeAt: Date | null }>;
  /** Composes the messages of one channel with due notices; null where none has any. */
  composeNext(compose: Compose, tracing?: Tracing): Promise<ComposeResult | null>;
}

export function notifications({ pool, now }: Store): Notifications {
  const seen = async (id: string, actor: Actor) => {
    const found = await selectChannel(pool, id, actor);
    if (found === null) throw new ApiError('not_found', `there is no channel "${id}"`);
    return found;
  };
  return {
    listChannels: (filter, actor) => listChannels(pool, filter, actor),
    channel: async (id, actor) => viewOf(await seen(id, actor)),
    createChannel: (given, actor) => createChannel(pool, given, actor, now()),
    changeChannel: (id, change, actor) => changeChannel(pool, id, change, actor, now()),
    deleteChannel: (id, actor) => deleteChannel(pool, id, actor, now()),
    listNotices: async (id, filter, actor) => {
      await seen(id, actor);
      return listNotices(pool, id, filter);
    },
    sendTest: async (id, actor, bodyFor) => {
      const listener = await seen(id, actor);
      const { kind, target } = listener;
      const nowMs = now();
      return actingAs(pool, actor, nowMs, (connection) =>
        once(connection, actor, { test: id }, nowMs, async () => {
          const delivery = `dv_${randomUUID()}`;
          const body = bodyFor(listener, nowMs);
          const row = { id: delivery, kind, target, channel: id, person: null, record: id, body };
          await writeDeliveries(connection, [{ ...row, at: new Date(nowMs) }]);
          return delivery;
        }),
      );
    },
    listInbox: (filter, reader) => listInbox(pool, filter, reader),
    markInbox: (id, isRead, reader) => markInbox(pool, id, isRead, reader),
    readInboxUntil: (until, reader) => readInboxUntil(pool, until, reader),
    chooseNotices: () => chooseNotices(pool, now()),
    oldestWaiting: () => oldestWaiting(pool, now()),
    composeNext: (compose, tracing) => composeNext(pool, now(), compose, tracing),
  };
}
