/** The role `worker`: events to tiers, tiers to leads, deadlines, notifications and deliveries. */
import { openClosing } from '../base/background/background.ts';
import { limits } from '../base/kernel/kernel.ts';
import { readAllowed } from '../base/network/network.ts';
import { startEngine } from '../engine/engine.ts';
import { openTransports } from '../sales/delivery/delivery.ts';
import { startSalesLoops } from '../sales/sales.ts';
import { importedTraitsSink } from './imported-traits.ts';
import { retentionDaysOf } from './retention-days.ts';
import type { Role, Shared, StoreRooms } from './role.ts';
import { statusSink } from './status-sink.ts';

export function startWorker(shared: Shared, rooms: StoreRooms): Role {
  const { environment, stream, programmes, clock, metrics, logger, tracing } = shared;
  const { SMTP_URL: url, MAIL_FROM: from } = environment;
  const { history, auditing, backtests, suggestions, sales, latenessMs } = rooms;
  const closing = openClosing(logger);
  const engine = startEngine({
    ...{ stream, programmes, history, auditing },
    backtests: {
      dropBefore: async (ms) => (await backtests.dropBefore(ms)) + (await suggestions.dropBefore(ms)),
    },
    tiersOf: sales.leads.tiersOf,
    historyDays: environment.HISTORY_DAYS,
    profileDays: environment.PROFILE_DAYS,
    ...{ latenessMs, clock, metrics, logger, tracing },
  });
  closing.push('engine', engine.close, limits.stopMsMax);
  closing.push('erasures', rooms.erasures.start().close);
  closing.push('event imports', rooms.eventImports.start().close);
  const transports = openTransports({
    mail: url === undefined || from === undefined ? null : { url, from },
    fileOf: sales.attachments.file,
    allowed: readAllowed(environment.OUTGOING_ALLOW),
    clock,
  });
  const publicUrl = shared.publicUrl();
  const loops = startSalesLoops({
    ...{ sales, database: rooms.database.pool, source: stream, transports, publicUrl },
    ...{ clock, metrics, logger, tracing },
    traits: importedTraitsSink(shared, rooms),
    statuses: statusSink(shared, rooms),
    retentionDays: retentionDaysOf(environment),
  });
  closing.push('sales', loops.close, limits.stopMsMax);
  return {
    close: closing.close,
    scrape: [shared.scrapeStream, ...rooms.scrapes],
    check: [...engine.checks, ...loops.checks],
  };
}
