/** The role `console`: the API for people and programs, the live stream and the pages. */
import { openClosing } from '../base/background/background.ts';
import { readAllowed } from '../base/network/network.ts';
import {
  type ConsoleOptions,
  type OidcLogIn,
  openOidcProvider,
  registerConsole,
} from '../console/console.ts';
import { type UserRole, userRoles } from '../contract/api/api.ts';
import { Audits, Backtests, Suggestions } from '../engine/analysis/analysis.ts';
import { registerHistoryDoor } from '../engine/event-imports/event-imports.ts';
import { createAcceptor } from '../engine/ingest/ingest.ts';
import { openKeyRegistry } from '../engine/keys/keys.ts';
import { openProfiles } from '../engine/processing/processing.ts';
import { Publishing, programmeDrafts } from '../engine/programmes/programmes.ts';
import type { Environment } from '../environment.ts';
import { openLiveStream } from '../sales/notifications/notifications.ts';
import type { Role, Shared, StoreRooms } from './role.ts';
import { setupOf } from './snippet-line.ts';

export async function startConsole(
  shared: Shared,
  rooms: StoreRooms,
  options: Pick<ConsoleOptions, 'liveHeartbeatMs'> = {},
): Promise<Role> {
  const { app, environment, secrets, stream, programmes, clock, metrics, logger, publicUrl, tracing } =
    shared;
  const { sales, history, versions, auditing, backtests: records, keeper, latenessMs } = rooms;
  const rulesDirectory = environment.RULES_DIR;
  const closing = openClosing(logger);
  await sales.team.ensureAdmin(secrets.adminEmail, secrets.adminPassword);
  const live = await openLiveStream({
    ...{ outbox: sales.outbox, records: sales.records, metrics, logger, tracing },
  });
  closing.push('live stream', live.close);
  // Its streams never end by themselves, and a stop waits for every response.
  shared.stopping.addEventListener('abort', live.end);
  const { salesOutcomes, leadOutcomes } = sales.reports;
  const profiles = openProfiles({
    stream,
    programmes: programmes.active,
    refresh: programmes.refresh,
    past: history,
    latenessMs,
    clock,
  });
  const backtests = new Backtests({
    ...{ programmes, history, records, salesOutcomes, latenessMs, logger },
    addressesOf: profiles.addressesOf,
    nowMs: () => clock.nowMs(),
  });
  closing.push('backtests', () => backtests.close());
  const suggestions = new Suggestions({
    ...{ programmes, history, salesOutcomes, leadOutcomes, latenessMs, logger },
    records: rooms.suggestions,
    nowMs: () => clock.nowMs(),
  });
  closing.push('suggestions', () => suggestions.close());
  const audits = new Audits(auditing);
  closing.push('audits', () => audits.close());
  const acceptor = createAcceptor({
    appender: stream.appender,
    partitions: stream.partitions,
    onErasure: stream.bell.onErasure,
    ...{ latenessMs, clock, metrics },
  });
  await registerConsole(app, {
    ...options,
    sales,
    engine: {
      ...{ profiles, acceptor, history, backtests, suggestions, audits, keeper, stream },
      reads: rooms.database.reads,
      publishing: new Publishing({
        ...{ programmes, versions, rulesDirectory, latenessMs, clock },
        names: sales.workflow.names,
      }),
      drafts: programmeDrafts(rooms.database.pool, clock),
      keys: rooms.keys,
      budgets: stream.eventBudgets,
      erasures: rooms.erasures,
      eventImports: rooms.eventImports,
    },
    surroundings: {
      publicUrl,
      outgoing: readAllowed(environment.OUTGOING_ALLOW),
      setup: () => setupOf(shared.baseUrl(), secrets.writeKey, programmes),
      mailLinkSecrets: secrets.mailLinkSecrets,
      pagesDirectory: shared.pagesDirectory,
    },
    access: {
      apiToken: secrets.apiToken,
      oidc: oidcOf(environment),
      secondFactorRoles: rolesWithSecondFactor[environment.SECOND_FACTOR],
      demo: shared.demo,
    },
    ...{ live, reporting: shared.reporting, metrics, clock, logger, tracing },
  });
  const keys = await openKeyRegistry({ published: stream.ingestKeys, settings: secrets, clock });
  closing.push('keys', async () => keys.close());
  await registerHistoryDoor(app, { keys, eventImports: rooms.eventImports, metrics, logger });
  return { close: closing.close, scrape: [shared.scrapeStream, ...rooms.scrapes], check: [] };
}

/** Roles by the setting. */
const rolesWithSecondFactor: Record<Environment['SECOND_FACTOR'], readonly UserRole[]> = {
  optional: [],
  admins: ['admin'],
  managers: ['admin', 'manager'],
  everyone: userRoles,
};

/** Returns the log-in by the provider of the settings; null where they name none. */
function oidcOf(environment: Environment): OidcLogIn | null {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = environment;
  if (issuer === undefined || clientId === undefined) return null;
  const name = environment.OIDC_NAME ?? new URL(issuer).host;
  const takesAnyAddress = environment.OIDC_ADDRESSES === 'any';
  return {
    provider: openOidcProvider({ issuer, clientId, clientSecret, name, takesAnyAddress }),
    newUsersAs: environment.OIDC_NEW_USERS ?? null,
  };
}
