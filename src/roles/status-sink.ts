/** How people stand in sales becomes events that Scoville itself says, while an active programme asks for it. */
import { limits } from '../base/kernel/kernel.ts';
import { asksForStatus } from '../contract/language/language.ts';
import { createAcceptor } from '../engine/ingest/ingest.ts';
import type { StatusSink } from '../sales/leads/leads.ts';
import type { Shared, StoreRooms } from './role.ts';

export function statusSink(
  {
    stream,
    programmes,
    clock,
    metrics,
    environment,
  }: Pick<Shared, 'stream' | 'programmes' | 'clock' | 'metrics' | 'environment'>,
  { latenessMs }: Pick<StoreRooms, 'latenessMs'>,
): StatusSink {
  const acceptor = createAcceptor({
    ...{ appender: stream.appender, partitions: stream.partitions },
    ...{ latenessMs, clock, metrics },
  });
  return {
    wanted: () => {
      const { programmes: compiled, generation } = programmes.active();
      return {
        isWanted: compiled.programmes.some(({ programme }) => asksForStatus(programme)),
        generation,
      };
    },
    latenessMs,
    historyMs: environment.HISTORY_DAYS * limits.dayMs,
    onHeld: (people) => metrics.statusesHeld.inc(people),
    say: (statements) => acceptor.say(statements),
  };
}
