/** A programme for a test: the frame of the reference page with some of its parts replaced, compiled; and lives on it. */
import { readFileSync } from 'node:fs';
import { parse, stringify } from 'yaml';
import { keyHashOf, limits } from '../../src/base/kernel/kernel.ts';
import {
  errorInWords,
  type JsonObject,
  type Programme,
  readProgramme,
} from '../../src/contract/language/language.ts';
import {
  type CompiledProgramme,
  type CompiledProgrammes,
  type Crossing,
  compileAlone,
  compileProgrammes,
  frozenAwardsMeaning,
  Replay,
  signatureNames,
} from '../../src/engine/scoring/scoring.ts';
import { scovilleEvent } from './emea.ts';

const page = readFileSync(new URL('../../docs/programmes.md', import.meta.url), 'utf8');
const frame = parse(/^```yaml programme\n([\s\S]*?)^```$/m.exec(page)?.[1] ?? '') as object;

/** `parts` is YAML of the parts that differ from the frame. Throws with the faults of a bad one. */
export function programmesOf(parts: string): CompiledProgrammes {
  const read = readProgramme('test.yaml', stringify({ ...frame, ...(parse(parts) as object) }));
  if (!read.ok) throw new Error(read.errors.map(errorInWords).join('\n'));
  return compileAlone(read.programme, 'v1');
}

/** Monday 2026-01-12, 12:00 UTC and in London. */
export const mondayNoonMs = Date.UTC(2026, 0, 12, 12);

/** A life under programmes, with a clock that only these calls move. */
export class Life {
  readonly crossings: { atMs: number; from: number; to: number; episode: number; crossing: Crossing }[] = [];
  readonly replay: Replay;
  nowMs = mondayNoonMs;
  #events = 0;

  constructor(programmes: CompiledProgrammes) {
    this.replay = new Replay(programmes, limits.latenessMs, (crossing) => {
      const { before, after, atMs } = crossing;
      this.crossings.push({ atMs, from: before.tier, to: after.tier, episode: after.episode, crossing });
    });
  }

  /** An event now, or that happened `agoMs` ago and is only accepted now. */
  track(event: string, properties: JsonObject = {}, agoMs = 0): this {
    const id = `e${this.#events++}`;
    const given = { messageId: id, atMs: this.nowMs - agoMs, type: 'track', event, properties };
    this.replay.take(scovilleEvent(given, 'a:somebody', this.nowMs));
    return this;
  }

  identify(traits: JsonObject, key = `e:${String(traits['email'])}`): this {
    const id = `e${this.#events++}`;
    const given = scovilleEvent({ messageId: id, atMs: this.nowMs, type: 'identify' }, key);
    this.replay.take({ ...given, traits });
    return this;
  }

  /** Of somebody of whom an address is known, and nothing else. */
  reachable(): this {
    return this.identify({ email: 'somebody@shop.example' });
  }

  wait(ms: number): this {
    this.nowMs += ms;
    this.replay.until(this.nowMs);
    return this;
  }

  get evaluation() {
    const [evaluation] = this.replay.evaluations(this.nowMs);
    if (evaluation === undefined) throw new Error('there is no programme');
    return evaluation;
  }

  get score(): number {
    return this.evaluation.score / 1_000;
  }

  get tier(): number {
    return this.replay.tierStates[0]?.tier ?? 0;
  }
}

/** Programmes of one installation: their signatures have the same signature ids through all changes, as they have in Redis. */
export class Installation {
  readonly #signatureIds = new Map<string, number>();

  /** A programme of the reference's frame with some parts written otherwise. */
  programmes(parts: string): CompiledProgrammes {
    return this.compiled((programmesOf(parts).programmes[0] as CompiledProgramme).programme);
  }

  /** Several programmes, each of the reference's frame with some parts written otherwise. */
  several(...parts: string[]): CompiledProgrammes {
    const all = parts.flatMap((one) => programmesOf(one).programmes);
    return this.compiled(...all.map(({ programme }) => programme));
  }

  compiled(...programmes: Programme[]): CompiledProgrammes {
    for (const name of programmes.flatMap(signatureNames))
      if (!this.#signatureIds.has(name)) this.#signatureIds.set(name, this.#signatureIds.size + 1);
    // As in an installation, other texts have other versions.
    const sources = programmes.map((programme) => ({
      programme,
      version: `test ${keyHashOf(JSON.stringify(programme))}`,
    }));
    return compileProgrammes(sources, (name) => this.#signatureIds.get(name) as number);
  }
}

/** What changes where stored profiles have to be rebuilt from their history. */
export function signaturesOf({ programmes }: CompiledProgrammes): string {
  return JSON.stringify(
    programmes.map(({ programme }) => [signatureNames(programme).sort(), frozenAwardsMeaning(programme)]),
  );
}

/** A programme that people rise and fall in: a click pays 30 points, leaving takes 30 back. */
export const clicksAndLeaves = () =>
  programmesOf(`rules:
  - { id: click, label: Click, when: { event: Clicked }, points: 30, pays: every time }
  - { id: leave, label: Leave, when: { event: Left }, points: -30, pays: every time }
ladder:
  contactWithin: 24 hours
  tiers: [{ name: warm, from: 20 }, { name: hot, from: 80 }]
`);
