/** What a card that is dropped on a column asks for, and where it stands while it is on its way. Pure. */
import type { PipelineDefinitionView, RecordView } from '../../../contract/api/api.ts';
import type { Move } from '../api/api.ts';

export type Card = Pick<
  RecordView,
  'id' | 'name' | 'stage' | 'next' | 'missing' | 'revision' | 'owner' | 'person' | 'nextActionAt'
> &
  Partial<Pick<RecordView, 'amount' | 'currency' | 'expectedClose'>> & { tierName?: string; score?: number };

export type Drop =
  /** On its own column. */
  | { kind: 'none' }
  | { kind: 'refused'; why: string }
  /** Fields, the outcome or the reason have to be asked for. */
  | { kind: 'ask' }
  | { kind: 'move'; move: Move };

/** What a drop of a card on the column of a stage is. */
export function dropOf(
  card: Card,
  to: string,
  stages: readonly Pick<PipelineDefinitionView['stages'][number], 'stage' | 'reasons'>[],
): Drop {
  if (to === card.stage) return { kind: 'none' };
  const ways = card.next.filter((way) => way.to === to);
  const [way] = ways;
  if (way === undefined) {
    const open = [...new Set(card.next.map((one) => one.to))];
    const allowed = open.length === 0 ? 'it can go nowhere from here' : `it can go to ${open.join(', ')}`;
    return { kind: 'refused', why: `${card.stage} does not lead to ${to}; ${allowed}` };
  }
  const hasReasons = stages.some(({ stage, reasons }) => stage === to && reasons.length > 0);
  if (ways.length > 1 || way.missing.length > 0 || hasReasons) return { kind: 'ask' };
  return { kind: 'move', move: { stage: to, ...(way.when !== null && { when: way.when }) } };
}

/** The cards of a column while some are on their way: those that leave it are not there, those that come are first. */
export function cardsIn(
  stage: string,
  listed: readonly Card[],
  onTheWay: ReadonlyMap<string, { card: Card; to: string }>,
): Card[] {
  const coming = [...onTheWay.values()].filter(({ to }) => to === stage).map(({ card }) => card);
  const ids = new Set(onTheWay.keys());
  return [...coming, ...listed.filter(({ id }) => !ids.has(id))];
}
