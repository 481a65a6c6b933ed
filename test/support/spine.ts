/** The spine in one process for tests: the ingest doors and workers on a real Redis, without a sales store. */

import { type Clock, limits, systemClock } from '../../src/base/kernel/kernel.ts';
import {
  createLogger,
  createMetrics,
  type Metrics,
  type Tracing,
} from '../../src/base/telemetry/telemetry.ts';
import { explanationSchema, profileSchema } from '../../src/contract/api/api.ts';
import type { DoorGate } from '../../src/engine/ingest/ingest.ts';
import type { AskAmazon } from '../../src/engine/mail/mail.ts';
import {
  type FamilyPast,
  type LostSource,
  openProfiles,
  type Past,
  type Profiles,
  type Scheduler,
  startScheduler,
} from '../../src/engine/processing/processing.ts';
import type { ActiveProgrammes } from '../../src/engine/programmes/active-programmes.ts';
import { openProgrammes, type Programmes } from '../../src/engine/programmes/programmes.ts';
import { openStream, type Stream } from '../../src/engine/stream/stream.ts';
import { startIngest } from '../../src/roles/ingest.ts';
import { createServer } from '../../src/roles/server.ts';
import { asDescribed } from './described-answers.ts';

/** Of a door with all capacity. */
const openGate: DoorGate = {
  guard: () => undefined,
  inTurn: (_request, work) => work(),
  atStore: (work) => work(),
  scrape: { source: 'process', read: async () => undefined },
  close: () => undefined,
};

/** What the API answers of a profile, where there is one. */
const profile = profileSchema.nullable();
const explanation = explanationSchema.nullable();

export const testWriteKey = `c${'k'.repeat(24)}`;
export const testSecretKey = `c${'s'.repeat(24)}`;
export const testLinkSecret = 'the-secret-of-links-in-tests';

export interface Spine {
  url: string;
  stream: Stream;
  profiles: Profiles;
  /** The active programmes; `reload` reads the files again now. */
  active(): ActiveProgrammes;
  reload(): Promise<boolean>;
  programmes: Programmes;
  metrics: Metrics;
  /** Sends a body to a path with the secret key, as a server does; answers the status. */
  post(path: string, body: unknown): Promise<number>;
  /** Reads the metrics of the doors now, as text. */
  scrape(): Promise<string>;
  /** Everything accepted so far has been scored and passed on. */
  isQuiet(): Promise<boolean>;
  startWorker(): Scheduler;
  close(): Promise<void>;
}

export async function startSpine(options: {
  redisUrl: string;
  rulesDirectory?: string;
  clock?: Clock;
  partitions?: number;
  past?: Past & Partial<FamilyPast>;
  lost?: LostSource;
  /** How long after its last event a profile is archived, ms; never without. */
  profileMs?: number;
  /** Proxies whose headers are trusted; none without. */
  proxies?: number;
  /** Events a second that a key sends for long; as many as usual unless given. */
  keyEventsPerSecond?: number;
  /** False where a busy machine would have its door shed what a test sends at once; else it sheds as usual. */
  sheds?: boolean;
  /** Identities that an address names in an hour; as many as usual unless given. */
  identitiesPerHour?: number;
  /** Which addresses a page links to a user; proven ones unless given. */
  addressClaims?: 'any';
  /** The file of accounts at mail providers; none unless given. */
  mailConnectionsFile?: string;
  /** Answers for Amazon. */
  askAmazon?: AskAmazon;
  tracing?: Tracing;
}): Promise<Spine> {
  const clock = options.clock ?? systemClock;
  const metrics = createMetrics();
  const logger = createLogger('silent');
  const stream = await openStream({
    url: options.redisUrl,
    partitions: options.partitions ?? 4,
    onError: () => undefined,
  });
  const directory = options.rulesDirectory ?? new URL('../../rules', import.meta.url).pathname;
  const programmes = await openProgrammes({ directory, stream, versions: null, clock, metrics, logger });
  const app = createServer(options.proxies ?? false);
  const door = await startIngest({
    ...{ app, programmes, stream, clock, metrics, logger },
    secrets: { writeKey: testWriteKey, secretKey: testSecretKey, mailLinkSecrets: [testLinkSecret] },
    mailConnectionsFile: options.mailConnectionsFile ?? '/nowhere/mail-connections.json',
    ...(options.sheds === false && { gate: openGate }),
    ...(options.askAmazon && { askAmazon: options.askAmazon }),
    ...(options.tracing && { tracing: options.tracing }),
    environment: {
      LATENESS_DAYS: limits.latenessMs / limits.dayMs,
      ...(options.keyEventsPerSecond && { KEY_EVENTS_PER_SECOND: options.keyEventsPerSecond }),
      ...(options.identitiesPerHour && { ADDRESS_IDENTITIES_PER_HOUR: options.identitiesPerHour }),
      ...(options.addressClaims && { ADDRESS_CLAIMS: options.addressClaims }),
    },
    pagesDirectory: '/nowhere',
    scrapeStream: { source: 'stream', read: async () => undefined },
  });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const profiles = openProfiles({
    ...{ stream, programmes, clock, latenessMs: limits.latenessMs },
    past: viewsOf(options.past),
  });
  const schedulers: Scheduler[] = [];
  const authorization = `Basic ${Buffer.from(`${testSecretKey}:`).toString('base64')}`;
  return {
    url,
    stream,
    metrics,
    active: programmes.active,
    reload: programmes.reload,
    programmes,
    profiles: {
      idOf: profiles.idOf,
      addressesOf: profiles.addressesOf,
      traits: profiles.traits,
      profile: async (key) => asDescribed(profile, await profiles.profile(key)),
      scoreHistory: profiles.scoreHistory,
      explanation: async (key, programme) =>
        asDescribed(explanation, await profiles.explanation(key, programme)),
    },
    post: async (path, body) => {
      const response = await fetch(url + path, {
        method: 'POST',
        headers: { authorization },
        body: JSON.stringify(body),
      });
      await response.arrayBuffer();
      return response.status;
    },
    scrape: async () => {
      await Promise.all(door.scrape.map(({ read }) => read()));
      return metrics.registry.metrics();
    },
    isQuiet: async () =>
      (await stream.backlog(clock.nowMs())).every(({ lag, due, outbox }) => lag + due + outbox === 0),
    startWorker: () => {
      const scheduler = startScheduler({
        ...{ stream, programmes, clock, metrics, logger },
        ...(options.past && { past: options.past }),
        ...(options.lost && { lost: options.lost }),
        ...(options.profileMs !== undefined && { profileMs: options.profileMs }),
      });
      schedulers.push(scheduler);
      return scheduler;
    },
    close: async () => {
      stream.stopWaiting();
      await app.close();
      await door.close();
      for (const scheduler of schedulers) await scheduler.close();
      await programmes.close();
      await stream.close();
    },
  };
}

/** Null where a test's past is read by processing alone. */
function viewsOf({ historyOf, lateEventsOf }: Partial<FamilyPast> = {}): FamilyPast | null {
  return historyOf === undefined || lateEventsOf === undefined ? null : { historyOf, lateEventsOf };
}
