/** What an event costs in a profile that remembers few events, and in one at its limit, in programmes of each kind. */
import { limits } from '../src/base/kernel/kernel.ts';
import { startChild } from './child.ts';
import { type Kind, kinds, type RobotRules, type WideKind, wideKinds } from './large-profile-rules.ts';
import { progress } from './progress.ts';
import { type Figure, figureOf } from './results.core.ts';
import { shown } from './table.core.ts';

export interface LargeProfilesCounts {
  repetitions: number;
  /** Events measured in each turn. */
  events: number;
  /** Days after which a robot's profile is measured. */
  robotDays: readonly number[];
}

/** Matched events a profile remembers, sealed ones too, with the measured ones; the last is one below the limit. */
const atLimit = limits.profileEventsMax - 1;
const sizes = [10, 100, 1_000, atLimit];
/** Milliseconds of processor time an event at the limit. */
const aimMs = 3;

export async function measureLargeProfiles(counts: LargeProfilesCounts): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const kind of [...kinds, ...wideKinds]) {
    for (const size of sizes) figures.push(await figureFor({ kind, size, isAtHand: true }, counts));
    figures.push(await figureFor({ kind, size: atLimit, isAtHand: false }, counts));
  }
  for (const days of counts.robotDays) figures.push(...(await ofRobot('one rule', days, counts)));
  figures.push(...(await ofRobot('ten rules', counts.robotDays[0] as number, counts)));
  return figures;
}

/** A robot that views a page every twenty minutes, whose points halve in thirty days. */
async function ofRobot(
  rules: RobotRules,
  days: number,
  { repetitions, events }: LargeProfilesCounts,
): Promise<Figure[]> {
  const program = startChild('large-profiles');
  try {
    const measured = Math.min(events, 72);
    const { turns, bytes } = await program.ask<{ turns: number[]; bytes: number }>('robot', {
      rules,
      days,
      measured,
      turns: repetitions + 1,
    });
    const isOne = rules === 'one rule';
    const id = isOne ? `robot.${days}` : `robot-of-ten.${days}`;
    const column = `${shown(days)} days${isOne ? '' : `, ${rules}`}`;
    const cost = figureOf({
      id: `${id}.cost`,
      title: 'an event: a robot whose payments fade',
      column,
      unit: 'ms/event',
      better: 'lower',
      repetitions: turns.slice(1),
      aim: { is: '≤', value: aimMs },
    });
    const room = figureOf({
      id: `${id}.bytes`,
      title: 'the record of that robot',
      column,
      unit: 'bytes',
      better: 'lower',
      repetitions: [bytes],
    });
    progress(`  ${cost.title}, ${column}: ${shown(cost.median)} ms, ${shown(bytes)} bytes`);
    return [cost, room];
  } finally {
    await program.stop();
  }
}

/** A process each, so that none runs on what another left behind. */
async function figureFor(
  { kind, size, isAtHand }: { kind: Kind | WideKind; size: number; isAtHand: boolean },
  { repetitions, events }: LargeProfilesCounts,
): Promise<Figure> {
  const program = startChild('large-profiles');
  try {
    const turns = await program.ask<number[]>('cost', {
      kind,
      remembered: size,
      measured: events,
      isAtHand,
      turns: repetitions + 1,
    });
    const figure = figureOf({
      id: `large-profile.${kind.replaceAll(/[^a-z]+/g, '-')}.${size}${isAtHand ? '' : '.stored'}`,
      title: `an event: ${kind}`,
      column: `${shown(size)} remembered${isAtHand ? '' : ', from store'}`,
      unit: 'ms/event',
      better: 'lower',
      // The first turn compiles.
      repetitions: turns.slice(1),
      ...(size === atLimit && { aim: { is: '≤', value: aimMs } }),
    });
    progress(`  ${figure.title}, ${figure.column}: ${shown(figure.median)} ms`);
    return figure;
  } finally {
    await program.stop();
  }
}
