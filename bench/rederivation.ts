/** A change of programmes over many profiles while events flow: how long it takes, and how long scores wait meanwhile. */
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Spine } from '../test/support/spine.ts';
import { newDirectory } from '../test/support/test-run.ts';
import { startFilled, whenQuiet, within } from './filled.ts';
import { progress } from './progress.ts';
import { type Figure, figureOf, type Measured, ratioOf } from './results.core.ts';
import { eventsPerSecond, latencies, type Waits } from './steady-events.ts';

const rules = fileURLToPath(new URL('../rules', import.meta.url));

export interface RederivationCounts {
  profiles: number;
  seconds: number;
  repetitions: number;
}

export async function measureRederivation(counts: RederivationCounts): Promise<Measured> {
  const { profiles, seconds, repetitions } = counts;
  const rulesDirectory = newDirectory('rules');
  await cp(rules, rulesDirectory, { recursive: true });
  const filled = await startFilled({ profiles, seed: 11, rulesDirectory });
  const { spine } = filled;
  try {
    const file = join(rulesDirectory, 'emea-lead-scoring.yaml');
    let text = await readFile(file, 'utf8');
    const turns: Turn[] = [];
    for (let turn = 1; turn <= repetitions; turn++) {
      progress('  events by themselves');
      const usual = await latencies(spine, async () => void (await pause(seconds * 1_000)));
      progress('  the points of a rule change');
      text = withPointsChanged(text, turn);
      const points = await change(spine, file, text);
      progress('  a rule is added');
      text = withRuleAdded(text, turn);
      turns.push({ usual, points, rule: await change(spine, file, text) });
    }
    const configuration = {
      ...filled.configuration,
      'events a second meanwhile': eventsPerSecond,
      'seconds without a change': seconds,
    };
    return { configuration, figures: figuresOf(turns) };
  } finally {
    await filled.close();
  }
}

interface Change extends Waits {
  seconds: number;
  reevaluated: number;
}

/** One repetition: events by themselves, then both changes one after the other. */
interface Turn {
  usual: Waits;
  points: Change;
  rule: Change;
}

const changes = {
  points: 'the points of a rule changed',
  rule: 'a rule added and back-filled from the history',
} as const;
/** The aim: while profiles are re-scored, events wait at most so many times as long. */
const aimTimes = 2;

/** The first rule that pays 15 points pays a point more each time. */
function withPointsChanged(text: string, turn: number): string {
  return replaced(text, `points: ${14 + turn}`, `points: ${15 + turn}`);
}

function withRuleAdded(text: string, turn: number): string {
  const rule = `
  - id: docs-${turn}
    label: Read the docs ${turn}
    when: { type: page, path: /docs/** }
    points: 1
    pays: once a visit
`;
  return replaced(text, '\nladder:', `${rule}\nladder:`);
}

function replaced(text: string, from: string, to: string): string {
  if (!text.includes(from))
    throw new Error(`the programme holds no "${from.trim()}" for the bench to change`);
  return text.replace(from, to);
}

function figuresOf(turns: readonly Turn[]): Figure[] {
  const usual = figureOf({
    id: 'usual-p99',
    title: 'accepted → scored without a change: p99',
    unit: 'ms',
    better: 'lower',
    repetitions: turns.map(({ usual }) => usual.p99Ms),
  });
  const own = (Object.keys(changes) as (keyof typeof changes)[]).flatMap((name) => {
    const figure = (
      id: string,
      title: string,
      unit: string,
      better: Figure['better'],
      of: (change: Change) => number,
    ) =>
      figureOf({
        id: `${name}.${id}`,
        title,
        unit,
        better,
        repetitions: turns.map((turn) => of(turn[name])),
      });
    const p99 = figure(
      'p99',
      `accepted → scored meanwhile, ${changes[name]}: p99`,
      'ms',
      'lower',
      (change) => change.p99Ms,
    );
    const ratio = ratioOf(
      {
        id: `${name}.p99-ratio`,
        title: `accepted → scored at p99, ${changes[name]} ÷ without a change`,
        better: 'lower',
        aim: { is: '≤', value: aimTimes },
      },
      p99,
      usual,
    );
    return [
      ratio,
      p99,
      figure('seconds', `all profiles re-scored, ${changes[name]}`, 's', 'lower', ({ seconds }) => seconds),
      figure(
        'rate',
        `profiles re-scored, ${changes[name]}`,
        'profiles/s',
        'higher',
        ({ reevaluated, seconds }) => reevaluated / seconds,
      ),
    ];
  });
  const notAccepted = figureOf({
    id: 'not-accepted',
    title: 'events not accepted, with and without a change',
    unit: 'events',
    better: 'lower',
    repetitions: turns.map((turn) =>
      [turn.usual, turn.points, turn.rule].reduce((sum, waits) => sum + waits.notAccepted, 0),
    ),
  });
  return [...own, usual, notAccepted];
}

/** Activates a text and waits until every profile is re-scored. */
async function change(spine: Spine, file: string, text: string): Promise<Change> {
  await writeFile(file, text);
  if (!(await spine.reload())) throw new Error('the changed programme was refused');
  const { generation } = spine.active();
  const startMs = Date.now();
  const waits = await latencies(spine, async () => {
    while (await spine.stream.activation.isReevaluating(generation)) await within(startMs);
    await whenQuiet(spine);
  });
  const reevaluated = (await spine.metrics.profilesReevaluated.get()).values[0]?.value ?? 0;
  return { seconds: (Date.now() - startMs) / 1_000, reevaluated, ...waits };
}
