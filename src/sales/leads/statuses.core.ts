/** What is said of people's leads and whether they are customers: noted changes, in their order, to each name that scoring has of somebody. Pure. */
import { limits, profileIdOf } from '../../base/kernel/kernel.ts';
import { type JsonObject, statusTraits } from '../../contract/language/language.ts';

/** How somebody stands in sales. */
export interface Standing {
  statuses: string[];
  isCustomer: boolean;
}

/** A change that waits to be said. */
export interface NotedStatus extends Standing {
  id: string;
  person: string;
  /** Since when it is so, ms. */
  atMs: number;
  /** Whether it was so before a programme asked. */
  wasThere: boolean;
  /** It has waited for the end of a day: what profiles have lost was taken back. */
  hasWaited: boolean;
}

/** What was said last of somebody, and how many changes were said within the day that began then. */
export type SaidStatus = Standing & { atMs: number; dayFromMs: number; dayCount: number };

/** Who a change is of: how they stand now, and the profiles that they go by. */
export interface Known extends Standing {
  profiles: readonly string[];
}

/** A profile that has heard of somebody. */
export interface Heard {
  profile: string;
  person: string;
  /** That of the last statement, ms. */
  atMs: number;
  /** Whether nothing is said of the person by it any more. */
  isEnded: boolean;
}

/** What scoring hears of one profile. */
export interface StatusStatement {
  /** The same however often it is said. */
  id: string;
  profile: string;
  atMs: number;
  traits: JsonObject;
  wasThere: boolean;
}

/** What is known where changes are said. */
export interface StatusWorld {
  /** Of the people of the changes, and of others who have heard by the same profiles; absent is somebody who is gone. */
  known: ReadonlyMap<string, Known>;
  said: ReadonlyMap<string, SaidStatus>;
  /** Of these people, and of each of the profiles. */
  heard: readonly Heard[];
  nowMs: number;
  /** What began earlier is said as if it began then: scoring takes nothing that is older. */
  earliestMs: number;
}

/** What is said, and what is known after that. */
export interface Saying {
  statements: StatusStatement[];
  last: Map<string, SaidStatus>;
  heard: Heard[];
  /** How they stand is to be said again. They go by a profile that somebody else has lost, or have changed too often for a day. */
  again: string[];
  /** Changes that wait until a day is over: the last of each person who is held. */
  waiting: string[];
}

/** The profiles of somebody by the names that sales has. An address that only a page has claimed is of nobody. */
export function profilesOf(
  names: readonly { email: string | null; profile: string | null; isClaimed: boolean }[],
): string[] {
  const all = names.flatMap(({ email, profile, isClaimed }) => [
    ...(profile === null ? [] : [profile]),
    ...(email === null || isClaimed ? [] : [profileIdOf(`e:${email}`)]),
  ]);
  return [...new Set(all)].sort();
}

/**
 * Returns the statements of noted changes, in their order, and what was said last of each person then. Of one person and one profile each
 * is later than the one before, so that the last wins whatever clocks said. Two writers at once may each have noted what the other did not
 * see: where somebody stands otherwise now, that is said too. A profile that somebody is called by no longer hears that it is over, also
 * while other words of them wait. Of what has waited the last state alone is said. Of who is gone nothing else is said.
 */
export function statementsOf(noted: readonly NotedStatus[], world: StatusWorld): Saying {
  const saying = new SayingSteps(world, new Set(noted.map(({ person }) => person)));
  for (const [person, changes] of Map.groupBy(noted, (one) => one.person)) {
    const latest = changes.at(-1) as NotedStatus;
    if (saying.waits(person, changes)) {
      saying.endLost(latest);
      continue;
    }
    for (const change of changes) {
      if (change !== latest && change.hasWaited) continue;
      // Before the last word: a profile that is lost may follow one that is not.
      if (change === latest) saying.endLost(change);
      if (change.wasThere || !saying.isHeld(person)) saying.say(change);
    }
    saying.sayPresent(person, latest);
  }
  return saying.done();
}

/** Until when changes of somebody wait, ms; null where they do not. A status that decides on itself would go on for ever. */
export function heldUntilMs({
  dayFromMs,
  dayCount,
}: Pick<SaidStatus, 'dayFromMs' | 'dayCount'>): number | null {
  return dayCount < limits.statusesPerDayMax ? null : dayFromMs + limits.dayMs;
}

class SayingSteps {
  readonly #world: StatusWorld;
  /** Of these people something is said anyway. */
  readonly #noted: ReadonlySet<string>;
  readonly #statements: StatusStatement[] = [];
  readonly #last = new Map<string, SaidStatus>();
  readonly #heard = new Map<string, Heard>();
  readonly #again = new Set<string>();
  readonly #waiting: string[] = [];
  /** By profile, the last time at which it has heard something, ms. */
  readonly #heardMs = new Map<string, number>();

  constructor(world: StatusWorld, noted: ReadonlySet<string>) {
    this.#world = world;
    this.#noted = noted;
    for (const { profile, atMs } of world.heard) this.#hears(profile, atMs);
  }

  /** Whether so much was said of somebody that further changes wait. */
  isHeld(person: string): boolean {
    const last = this.#last.get(person) ?? this.#world.said.get(person);
    return last !== undefined && (heldUntilMs(last) ?? 0) > this.#world.nowMs;
  }

  /** Whether changes of somebody who is there wait for the end of a day; then the last of them is noted. */
  waits(person: string, changes: readonly NotedStatus[]): boolean {
    if (!this.#world.known.has(person) || !this.isHeld(person)) return false;
    if (changes.every(({ wasThere }) => wasThere)) return false;
    this.#waiting.push((changes.at(-1) as NotedStatus).id);
    return true;
  }

  say({ id, person, statuses, isCustomer, atMs, wasThere }: Omit<NotedStatus, 'hasWaited'>): void {
    const profiles = this.#world.known.get(person)?.profiles;
    if (profiles === undefined) return;
    const before = this.#last.get(person) ?? this.#world.said.get(person);
    const standing = { statuses, isCustomer };
    const saidMs = this.#add(
      profiles,
      { id, person, atMs, wasThere, isEnded: false, ...standing },
      before?.atMs,
    );
    this.#last.set(person, { ...standing, atMs: saidMs, ...this.#counted(before, wasThere) });
  }

  /** Ends what is said to profiles that somebody is called by no longer. Another person who is called so keeps it. */
  endLost({ id, person, atMs, wasThere }: NotedStatus): void {
    const own = this.#world.known.get(person)?.profiles ?? [];
    const lost = this.#world.heard.filter(
      (one) => one.person === person && !one.isEnded && !own.includes(one.profile),
    );
    const ending: string[] = [];
    for (const one of lost) {
      const owner = this.#ownerOf(one.profile, person);
      if (owner !== null && !this.#noted.has(owner)) this.#again.add(owner);
      // Another one who is held is said of later.
      if (owner === null || this.isHeld(owner)) ending.push(one.profile);
      else this.#keep({ ...one, isEnded: true });
    }
    const nothing = { statuses: [], isCustomer: false };
    const before = this.#last.get(person) ?? this.#world.said.get(person);
    if (ending.length === 0) return;
    const endMs = this.#add(
      ending,
      { id: `${id} end`, person, atMs, wasThere, isEnded: true, ...nothing },
      before?.atMs,
    );
    // Of these profiles one may follow a profile of theirs: what is said next is later, also on another day.
    for (const profile of own) this.#hears(profile, endMs);
    if (before !== undefined && own.length > 0) this.#last.set(person, { ...before, atMs: endMs });
  }

  /** Says how somebody stands now where that is not what was said last; it is noted again where too much was said. */
  sayPresent(person: string, { id }: NotedStatus): void {
    const [now, last] = [this.#world.known.get(person), this.#last.get(person)];
    if (now === undefined || last === undefined || isSame(now, last)) return;
    if (this.isHeld(person)) return void this.#again.add(person);
    const { statuses, isCustomer } = now;
    this.say({ id: `${id} now`, person, statuses, isCustomer, atMs: this.#world.nowMs, wasThere: false });
  }

  done(): Saying {
    return {
      ...{ statements: this.#statements, last: this.#last },
      ...{ heard: [...this.#heard.values()], again: [...this.#again], waiting: this.#waiting },
    };
  }

  /** Returns when it is so, ms. */
  #add(
    profiles: readonly string[],
    {
      id: change,
      person,
      statuses,
      isCustomer,
      atMs: given,
      wasThere,
      isEnded,
    }: Omit<NotedStatus, 'hasWaited'> & { isEnded: boolean },
    beforeMs = Number.NEGATIVE_INFINITY,
  ): number {
    const heardMs = profiles.map((profile) => this.#heardMs.get(profile) ?? Number.NEGATIVE_INFINITY);
    const atMs = Math.max(given, this.#world.earliestMs, 1 + Math.max(beforeMs, ...heardMs));
    const traits = statusTraits({ leadStatus: statuses, customer: isCustomer });
    // Not by the time as of which it is said: that differs where it is said again after a crash.
    const id = `status ${person} ${change} ${JSON.stringify([statuses, isCustomer])}`;
    for (const profile of profiles) {
      this.#statements.push({ id, profile, atMs, traits, wasThere });
      this.#keep({ profile, person, atMs, isEnded: isEnded || (statuses.length === 0 && !isCustomer) });
      this.#hears(profile, atMs);
    }
    return atMs;
  }

  #counted(before: SaidStatus | undefined, wasThere: boolean): Pick<SaidStatus, 'dayFromMs' | 'dayCount'> {
    const { nowMs } = this.#world;
    const isSameDay = before !== undefined && before.dayFromMs > nowMs - limits.dayMs;
    const { dayFromMs, dayCount } = isSameDay ? before : { dayFromMs: nowMs, dayCount: 0 };
    return { dayFromMs, dayCount: dayCount + (wasThere ? 0 : 1) };
  }

  /** Somebody else who stands at something, and is called by a profile; null where nobody is. */
  #ownerOf(profile: string, person: string): string | null {
    for (const [other, { profiles, statuses, isCustomer }] of this.#world.known)
      if (other !== person && (statuses.length > 0 || isCustomer) && profiles.includes(profile)) return other;
    return null;
  }

  #keep(heard: Heard): void {
    this.#heard.set(`${heard.profile} ${heard.person}`, heard);
  }

  #hears(profile: string, atMs: number): void {
    this.#heardMs.set(profile, Math.max(atMs, this.#heardMs.get(profile) ?? Number.NEGATIVE_INFINITY));
  }
}

function isSame(one: Standing, other: Standing): boolean {
  return (
    one.isCustomer === other.isCustomer && JSON.stringify(one.statuses) === JSON.stringify(other.statuses)
  );
}
