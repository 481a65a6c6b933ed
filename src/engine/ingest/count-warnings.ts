/** Counts what is taken of events otherwise than their senders said. */
import type { Metrics } from '../../base/telemetry/telemetry.ts';
import type { Warning, WarningCode } from './warnings.core.ts';

const counted: { readonly [code in WarningCode]: (metrics: Metrics) => void } = {
  means_nobody: ({ identitiesIgnored }) => identitiesIgnored.inc({ reason: 'means_nobody' }),
  not_an_address: ({ identitiesIgnored }) => identitiesIgnored.inc({ reason: 'not_an_address' }),
  time_ahead: ({ timesAhead }) => timesAhead.inc(),
  clock_ignored: ({ clocksIgnored }) => clocksIgnored.inc(),
  consent_unread: ({ consentsUnread }) => consentsUnread.inc(),
  name_unknown: ({ namesUnknown }) => namesUnknown.inc(),
  property_unknown: ({ propertiesUnknown }) => propertiesUnknown.inc(),
  late: ({ eventsLate }) => eventsLate.inc(),
  traits_reserved: ({ traitsReserved }) => traitsReserved.inc(),
};

export function countWarnings(metrics: Metrics, warnings: readonly Warning[]): void {
  for (const { code } of warnings) counted[code](metrics);
}
