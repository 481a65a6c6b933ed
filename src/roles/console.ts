/** The role `console`: the API for people and programs, the live stream and the pages. */
import { openClosing } from '../base/background/background.ts';
import { readAllowed } from '../base/network/network.ts';
import { type ConsoleOptions, registerConsole } from '../console/console.ts';
import { registerHistoryDoor } from '../engine/event-imports/event-imports.ts';
import { openKeyRegistry } from '../engine/keys/keys.ts';
import { openLiveStream } from '../sales/notifications/notifications.ts';
import { accessOf } from './console-access.ts';
import { openConsoleEngine } from './console-engine.ts';
import type { Role, Shared, StoreRooms } from './role.ts';
import { setupOf } from './snippet-line.ts';

export async function startConsole(
  shared: Shared,
  rooms: StoreRooms,
  options: Pick<ConsoleOptions, 'liveHeartbeatMs'> = {},
): Promise<Role> {
  const { app, environment, secrets, stream, clock, metrics, logger, tracing } = shared;
  const { sales, eventImports } = rooms;
  const closing = openClosing(logger);
  await sales.team.ensureAdmin(secrets.adminEmail, secrets.adminPassword);
  const { outbox, records } = sales;
  const live = await openLiveStream({ outbox, records, metrics, logger, tracing });
  closing.push('live stream', live.close);
  // Its streams never end by themselves, and a stop waits for every response.
  shared.stopping.addEventListener('abort', live.end);
  await registerConsole(app, {
    ...options,
    sales,
    engine: openConsoleEngine(shared, rooms, closing),
    surroundings: {
      publicUrl: shared.publicUrl,
      outgoing: readAllowed(environment.OUTGOING_ALLOW),
      setup: () => setupOf(shared.baseUrl(), secrets.writeKey, shared.programmes),
      mailLinkSecrets: secrets.mailLinkSecrets,
      pagesDirectory: shared.pagesDirectory,
    },
    access: accessOf(shared),
    ...{ live, reporting: shared.reporting, metrics, clock, logger, tracing },
  });
  const keys = await openKeyRegistry({ published: stream.ingestKeys, settings: secrets, clock });
  closing.push('keys', async () => keys.close());
  await registerHistoryDoor(app, { keys, eventImports, metrics, logger });
  return { close: closing.close, scrape: [shared.scrapeStream, ...rooms.scrapes], check: [] };
}
