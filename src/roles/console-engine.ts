/** What the console asks of the engine: profiles and their past, programmes, keys, erasures, imports of events. */
import type { Closing } from '../base/background/background.ts';
import type { ConsoleOptions } from '../console/console.ts';
import { Audits, Backtests, Suggestions } from '../engine/analysis/analysis.ts';
import { createAcceptor } from '../engine/ingest/ingest.ts';
import { openProfiles } from '../engine/processing/processing.ts';
import { Publishing, programmeDrafts } from '../engine/programmes/programmes.ts';
import type { Shared, StoreRooms } from './role.ts';

/** Opens it; what runs ends with `closing`. */
export function openConsoleEngine(
  { environment, stream, programmes, clock, metrics, logger }: Shared,
  { database, sales, history, versions, auditing, latenessMs, ...rooms }: StoreRooms,
  closing: Closing,
): ConsoleOptions['engine'] {
  const { salesOutcomes, leadOutcomes } = sales.reports;
  const common = { programmes, history, salesOutcomes, latenessMs, logger, nowMs: () => clock.nowMs() };
  const profiles = openProfiles({
    ...{ stream, programmes, latenessMs, clock },
    past: history,
  });
  const { addressesOf } = profiles;
  const { signatureTimes } = stream.activation;
  const backtests = new Backtests({ ...common, records: rooms.backtests, addressesOf, signatureTimes });
  closing.push('backtests', () => backtests.close());
  const suggestions = new Suggestions({ ...common, leadOutcomes, records: rooms.suggestions });
  closing.push('suggestions', () => suggestions.close());
  const audits = new Audits(auditing);
  closing.push('audits', () => audits.close());
  return {
    ...{ profiles, history, backtests, suggestions, audits, stream },
    acceptor: createAcceptor({
      appender: stream.appender,
      partitions: stream.partitions,
      onErasure: stream.bell.onErasure,
      ...{ latenessMs, clock, metrics },
    }),
    reads: database.reads,
    publishing: new Publishing({
      ...{ programmes, versions, latenessMs, clock },
      rulesDirectory: environment.RULES_DIR,
      names: sales.workflow.names,
    }),
    drafts: programmeDrafts(database.pool, clock),
    budgets: stream.eventBudgets,
    keeper: rooms.keeper,
    keys: rooms.keys,
    erasures: rooms.erasures,
    eventImports: rooms.eventImports,
  };
}
