/** The examples beside the programmes, run through the pure core: score, tier and points of each rule. */
import { describe, expect, test } from 'vitest';
import { eventsOf } from '../src/contract/contract.ts';
import { addFact, emptyState, evaluate, recognise, tierFor } from '../src/scoring/scoring.ts';
import { compileEmea, historyStartMs, scovilleEvent } from './support/emea.ts';
import { loadExamples } from './support/examples.ts';

const { programmes, emea } = compileEmea();
const examples = loadExamples();

describe('the examples of the EMEA Lead Scoring Programme', () => {
  test('are there, the four of the slides among them', () => {
    expect(examples.slice(0, 4).map(({ example }) => example.expect.score)).toEqual([22, 50, 63, 95]);
  });

  test.each(examples.map(({ example }) => [example.example, example] as const))('%s', (_name, example) => {
    const { events, readAtMs } = eventsOf(example);
    const state = emptyState();
    events.forEach((event, index) => {
      const told = {
        messageId: `m${index}`,
        atMs: historyStartMs + event.offsetMs,
        type: event.type,
        event: event.name,
      };
      addFact(
        state,
        recognise(programmes, scovilleEvent({ ...told, path: event.path, properties: event.properties })),
      );
    });
    const { score, contributions } = evaluate(state, emea, historyStartMs + readAtMs);
    expect(score).toBe(example.expect.score);
    expect(emea.programme.ladder.tiers[tierFor(emea.programme.ladder, score) - 1]?.name ?? 'none').toBe(
      example.expect.tier,
    );
    if (example.expect.points === undefined) return;
    const points: Record<string, number> = {};
    for (const { rule, value } of contributions) points[rule.rule.id] = (points[rule.rule.id] ?? 0) + value;
    expect(points).toEqual(example.expect.points);
  });
});
