/**
 * Random programmes, active one after the other: files for the start, then publishes and roll-backs over the API.
 *
 * It remembers which text of each programme is active, for the oracle.
 */
import { cpSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { parse, stringify } from 'yaml';
import type { Programme } from '../../src/contract/language/language.ts';
import { api, type Program } from './program.ts';
import { parsedProgramme } from './programme-arbitrary.ts';
import { newDirectory } from './test-run.ts';

type Yaml = Record<string, unknown>;

/** One change over the API: the next text, or the text of an earlier version. */
export type Change = { id: string; text: string } | { id: string; back: number };

export interface Plan {
  /** The first text of each programme. */
  first: { id: string; text: string }[];
  changes: Change[];
}

/** What every version of a programme has, by its position among the programmes. */
type Shape = (yaml: Yaml, index: number) => Yaml;

const combines = ['sum', 'maximum', { people: { atLeast: 5 } }];

/** Every other programme scores companies, by any of the ways; a version may do so in another way than the one before. */
export const halfOfCompanies: Shape = (yaml, index) =>
  index % 2 === 0
    ? yaml
    : {
        ...yaml,
        of: 'account',
        combine: combines[(index + (yaml['rules'] as Yaml[]).length) % combines.length],
      };

/** So many programmes of what is drawn, each replaced some times. */
export function randomPlan(
  programmes: number,
  drawn: fc.Arbitrary<Yaml>,
  shape: Shape = (yaml) => yaml,
): fc.Arbitrary<Plan> {
  const replacement = fc.oneof(
    { weight: 3, arbitrary: drawn.map((yaml) => ({ kind: 'text' as const, yaml })) },
    { weight: 2, arbitrary: fc.constant({ kind: 'points' as const }) },
    { weight: 2, arbitrary: fc.nat().map((back) => ({ kind: 'back' as const, back })) },
  );
  const changesMax = 3;
  const story = fc.tuple(drawn, fc.array(replacement, { minLength: 1, maxLength: changesMax }));
  return fc.array(story, { minLength: programmes, maxLength: programmes }).map((stories) => {
    const first: Plan['first'] = [];
    const turns: Change[][] = Array.from({ length: changesMax }, () => []);
    stories.forEach(([begin, replacements], index) => {
      const id = `random-${index}`;
      let yaml = begin;
      first.push({ id, text: textOf(id, shape(yaml, index)) });
      replacements.forEach((one, turn) => {
        if (one.kind === 'back') {
          turns[turn]?.push({ id, back: one.back });
          return;
        }
        yaml = one.kind === 'text' ? one.yaml : withOtherPoints(yaml);
        turns[turn]?.push({ id, text: textOf(id, shape(yaml, index)) });
      });
    });
    return { first, changes: turns.flat() };
  });
}

function textOf(id: string, yaml: Yaml): string {
  return stringify({ ...yaml, programme: id, name: `Programme ${id}`, campaign: `Campaign ${id}` });
}

/** The same matches with other points. */
function withOtherPoints(yaml: Yaml): Yaml {
  const rules = (yaml['rules'] as Yaml[]).map((rule) =>
    typeof rule['points'] === 'number' ? { ...rule, points: rule['points'] + 1 } : rule,
  );
  return { ...yaml, rules };
}

/** The programmes that are active after the last change. */
export function lastProgrammes({ first, changes }: Plan): Programme[] {
  const texts = new Map(first.map(({ id, text }) => [id, [text]]));
  for (const change of changes) {
    const known = texts.get(change.id) ?? [];
    known.push('text' in change ? change.text : (earlierOf(known, change) ?? ''));
  }
  return [...texts.values()].map((known) => parsedProgramme(parse(known.at(-1) as string)));
}

/** What a roll-back leads back to. */
function earlierOf<Text>(texts: readonly Text[], { back }: { back: number }): Text | undefined {
  return texts[back % texts.length];
}

const shipped = fileURLToPath(new URL('../../rules', import.meta.url));

/** The programmes of a running installation. */
export class RandomProgrammes {
  readonly rulesDirectory = newDirectory('rules');
  readonly #texts = new Map<string, { text: string; version: string | null; number: number }[]>();

  constructor({ first }: Plan) {
    for (const folder of ['pipelines', 'sales'])
      cpSync(path.join(shipped, folder), path.join(this.rulesDirectory, folder), { recursive: true });
    for (const { id, text } of first) {
      writeFileSync(path.join(this.rulesDirectory, `${id}.yaml`), text);
      this.#texts.set(id, [{ text, version: null, number: 1 }]);
    }
  }

  /** The active programmes with their texts, and the version that a score must name; null for one from a file. */
  active(): { id: string; programme: Programme; text: string; version: string | null }[] {
    return [...this.#texts].map(([id, texts]) => {
      const latest = texts.at(-1);
      if (latest === undefined) throw new Error(`programme ${id} has no text`);
      return { id, programme: parsedProgramme(parse(latest.text)), ...latest };
    });
  }

  /** Makes a change over the API. */
  async change(program: Program, change: Change): Promise<void> {
    const texts = this.#texts.get(change.id) ?? [];
    const earlier = 'back' in change ? earlierOf(texts, change) : undefined;
    const [route, body] =
      'text' in change
        ? (['versions', { text: change.text, note: 'random' }] as const)
        : (['rollback', { to: earlier?.number }] as const);
    const answer = await api<{ number: number; version: string }>(
      program,
      `/api/v1/programmes/${change.id}/${route}`,
      { method: 'POST', body },
    );
    const text = 'text' in change ? change.text : (earlier?.text ?? '');
    texts.push({ text, number: answer.number, version: answer.version });
  }

  remove(): void {
    rmSync(this.rulesDirectory, { recursive: true, force: true });
  }
}
