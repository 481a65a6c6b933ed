/** Turns of the event loop: work that finds one free runs at once, the rest in order, and no turn is longer than it may be. */
import { describe, expect, test } from 'vitest';
import { limits } from '../../base/kernel/kernel.ts';
import { FairTurns } from './fair-turns.ts';

const turnMsMax = 5;
const turn = () => new Promise<void>((resolve) => void setImmediate(resolve));

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await turn();
}

/** Work that takes so long by a clock of its own; says in which turn of the loop it ran. */
function openWorkshop() {
  let nowMs = 0;
  let turns = 0;
  let isOver = false;
  const turnOf: number[] = [];
  const fair = new FairTurns(turnMsMax, () => nowMs);
  const count = async () => {
    while (!isOver) {
      await turn();
      turns++;
    }
  };
  return {
    fair,
    turnOf,
    begin: (costs: readonly number[]) => {
      costs.forEach((ms, index) => {
        fair.run(() => {
          turnOf[index] = turns;
          nowMs += ms;
        });
      });
    },
    waitMs: () => fair.waitMs(nowMs),
    done: async (works: number) => {
      const counting = count();
      while (turnOf.filter((one) => one !== undefined).length < works) await turn();
      isOver = true;
      await counting;
    },
  };
}

test('short work runs at once, in the turn that it finds', () => {
  const { begin, turnOf, waitMs } = openWorkshop();
  begin([1, 1, 1, 1, 1]);
  expect(turnOf).toEqual([0, 0, 0, 0, 0]);
  expect(waitMs()).toBe(0);
});

test('a turn ends when its time is over: at it, and not just below; the rest follow in order', async () => {
  const { begin, turnOf, done, waitMs } = openWorkshop();
  begin([2, 2, 2, 4, 1, 5, 7, 1]);
  // 2 and 2 are below five, so the third begins; then it is over.
  expect(turnOf).toEqual([0, 0, 0]);
  expect(waitMs()).toBe(0);
  await done(8);
  const groups = turnOf.slice(3);
  expect(groups).toEqual([...groups].sort((one, other) => one - other));
  // 4 + 1 fill a turn; 5 fills one, 7 another; the last has its own.
  expect(groups[0]).toBe(groups[1]);
  expect(new Set(groups).size).toBe(4);
});

test('work that comes while other work waits is behind it, and its wait is known', async () => {
  const { begin, fair, turnOf, done, waitMs } = openWorkshop();
  begin([6, 6]);
  const late: string[] = [];
  fair.run(() => late.push('late'));
  expect([turnOf.length, late]).toEqual([1, []]);
  await done(2);
  await turn();
  expect(late).toEqual(['late']);
  expect(waitMs()).toBe(0);
});

test('what work does once its promises are kept belongs to its turn', async () => {
  let nowMs = 0;
  const fair = new FairTurns(turnMsMax, () => nowMs);
  const ran: string[] = [];
  const later = (name: string) => async () => {
    await null;
    ran.push(name);
    nowMs += turnMsMax;
  };
  fair.run(() => {
    nowMs += turnMsMax;
  });
  for (const name of ['first', 'second']) fair.run(later(name));
  await turn();
  await null;
  expect(ran).toEqual(['first']);
});

test('the wait that is to come is that of the line, at the pace of the turns before; an empty line has none', async () => {
  const { begin, done, waitMs, fair } = openWorkshop();
  const waits: number[] = [];
  begin([10, 10, 10]);
  expect(waitMs(), 'no pace is known').toBe(0);
  fair.run(() => {
    // The first of them fills this turn.
    begin(Array<number>(101).fill(10));
    waits.push(waitMs());
  });
  await done(3);
  await until(() => waits.length > 0);
  // One work a turn: a fifth of the 20 ms of the first two, then four fifths of that and a fifth of 10 ms.
  expect(waits[0]).toBeCloseTo((0.8 * 0.2 * 20 + 0.2 * 10) * 100, 6);
  await until(() => waitMs() === 0);
  await turn();
  begin([10, ...Array<number>(100).fill(10)]);
  expect(waitMs(), 'the pace of the line before').toBe(0);
});

test('a stall of a minute with one in line is forgotten with it, and a line that goes on forgets it in some turns', async () => {
  let nowMs = 0;
  const fair = new FairTurns(turnMsMax, () => nowMs);
  const waitMs = () => fair.waitMs(nowMs);
  const stall = () => {
    nowMs += limits.minuteMs;
  };
  fair.run(stall);
  fair.run(stall);
  await turn();
  await turn();
  await turn();
  fair.run(stall);
  for (let work = 0; work < limits.doorCrowdMin; work++) fair.run(() => undefined);
  expect(waitMs(), 'the next crowd').toBe(0);
  await until(() => waitMs() === 0);
  await turn();

  // The line never ends: each work brings another.
  const again = () => {
    nowMs += 1;
    fair.run(again);
  };
  fair.run(stall);
  for (let work = 0; work < limits.doorCrowdMin; work++) fair.run(again);
  const stalledMs = nowMs;
  await until(() => nowMs > stalledMs && waitMs() <= limits.doorTurnWaitMsMax);
  expect(nowMs - stalledMs).toBeLessThan(5 * limits.secondMs);
});

describe('senders', () => {
  const openLine = () => {
    let nowMs = 0;
    const ran: string[] = [];
    const fair = new FairTurns(turnMsMax, () => nowMs);
    const send = (sender: string, count: number, ms: number = turnMsMax) => {
      for (let nth = 0; nth < count; nth++)
        fair.run(() => {
          ran.push(`${sender}${nth}`);
          nowMs += ms;
        }, sender);
    };
    return { fair, ran, send, waitMs: (sender?: string) => fair.waitMs(nowMs, sender) };
  };

  test('take turns: who has sent a thousand works waits for itself, and not another for all of them', async () => {
    const { ran, send, waitMs } = openLine();
    send('flood', 1_000);
    send('a', 2);
    send('b', 1);
    await until(() => ran.length >= 8);
    // The first found a free turn.
    expect(ran.slice(0, 7)).toEqual(['flood0', 'flood1', 'a0', 'b0', 'flood2', 'a1', 'flood3']);
    // The pace is known: the flood waits for its line, a stranger for one work of the flood.
    expect(waitMs('flood')).toBeGreaterThan(100 * waitMs('stranger'));
    expect(waitMs('stranger')).toBeLessThanOrEqual(2 * turnMsMax);
    await until(() => ran.length === 1_003);
    expect(ran.filter((one) => one.startsWith('flood'))).toEqual(
      Array.from({ length: 1_000 }, (_, nth) => `flood${nth}`),
    );
    await until(() => waitMs('flood') === 0);
  });

  test('wait as long as their own oldest work has, however many others there are', async () => {
    const { ran, send, waitMs } = openLine();
    send('first', 1);
    for (let nth = 0; nth < 50; nth++) send(`s${nth}`, 1);
    send('late', 1);
    await until(() => ran.length >= 20);
    expect(waitMs('late')).toBeGreaterThanOrEqual(19 * turnMsMax);
    await until(() => ran.length === 52);
    expect(ran.at(-1)).toBe('late0');
  });
});
