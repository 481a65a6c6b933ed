/** Profiles for the API: found by any identity, with their current scores and the reasons. */
import { ApiError, type Clock, limits, profileIdOf } from '../../base/kernel/kernel.ts';
import { emailAddressIn } from '../../base/text/text.ts';
import type { Explanation, ProfileView, ScoreHistory, ScoreView } from '../../contract/api/api.ts';
import { boundOfTier, type JsonObject, type ScovilleEvent } from '../../contract/language/language.ts';
import type { ActiveProgrammes, Programmes } from '../programmes/programmes.ts';
import {
  type CompiledProgramme,
  type CompiledProgrammes,
  claimedTraitsOf,
  consentOf,
  type Evaluation,
  emptyState,
  evaluate,
  evenTimes,
  eventId,
  fallOf,
  type IdentityRecord,
  newTierState,
  nextTierFor,
  type ProfileState,
  personOf,
  priorityOf,
  proposalsOf,
  reasonsOf,
  refusalsOf,
  scoreHistoryOf,
  sealedUntilMs,
  stepTierState,
  tierOf,
  tipsFor,
  toPoints,
  traitsOf,
} from '../scoring/scoring.ts';
import type { Stream } from '../stream/stream.ts';
import { PastViews } from './past-views.ts';
import { identityFrom, isLink, unpackRecord } from './profile-record.ts';
import type { PastEvents } from './rebuild.core.ts';
import { type FamilyPast, isOutdated } from './stale.ts';
import { archivedState, familyOf, withItsHistory } from './waiting-profile.core.ts';

export interface Profiles {
  /** The id of the profile an identity leads to, also of one that cannot be read; null when there is none. */
  idOf(key: string): Promise<string | null>;
  /** The addresses that profiles are known by now, also as part of others; those without are left out. */
  addressesOf(profiles: readonly string[]): Promise<Map<string, string>>;
  /** The traits that are known of it; null when there is none. Throws `profile_unreadable`. */
  traits(key: string): Promise<JsonObject | null>;
  /** The profile of an anonymous id, user id, e-mail address or profile id; null when there is none. Throws `profile_unreadable`. */
  profile(key: string): Promise<ProfileView | null>;
  /** Explains its score in one programme (by default the first); null when either is unknown. Throws `profile_unreadable`. */
  explanation(key: string, programmeId?: string): Promise<Explanation | null>;
  /** Its score in one programme (by default the first) over the last days; null when either is unknown. Throws `profile_unreadable`. */
  scoreHistory(key: string, asked: { programme?: string; days: number }): Promise<ScoreHistory | null>;
}

interface Found {
  id: string;
  isArchived: boolean;
  state: ProfileState;
  identity: IdentityRecord;
}

/** A profile in one of the programmes that score it. */
interface InProgramme {
  found: Found;
  programmes: CompiledProgrammes;
  compiled: CompiledProgramme;
  position: number;
}

/** What Redis has of a profile that stands for itself; `profile` is null where nothing is there yet. */
interface Stored {
  id: string;
  profile: Buffer | null;
  identity: string | null;
  isArchived: boolean;
}

/** Throws `profile_unreadable` on bytes that are none of this program: a wrong score is worse than none. */
function read({ id, profile, identity, isArchived }: Stored): Found {
  try {
    const record = profile === null ? null : unpackRecord(profile);
    const nothing = isArchived ? archivedState() : emptyState();
    const state = record?.kind === 'state' ? record.state : nothing;
    return { id, isArchived, state, identity: identityFrom(identity) };
  } catch (error) {
    throw new ApiError(
      'profile_unreadable',
      `the stored bytes of profile "${id}" cannot be read (${(error as Error).message}); an operator restores it: docs/operate.md, Failing profiles`,
    );
  }
}

/** Links are followed at most this far: device, address, user. */
const linksMax = 3;

export function openProfiles(options: {
  stream: Stream;
  /** `refresh` is called where a profile was scored by a later generation. */
  programmes: Pick<Programmes, 'active' | 'refresh'>;
  /** Null without a history: then a profile never waits for it. */
  past: FamilyPast | null;
  /** How old an event may be to be scored. */
  latenessMs: number;
  clock: Clock;
}): Profiles {
  const { stream, past, latenessMs, clock } = options;
  const { active, refresh } = options.programmes;

  /** This process may be a moment behind the one that scored it. */
  const catchUpWith = async ({ state }: Found) => {
    if (state.generation > active().generation) await refresh(state.generation);
  };

  const pastViews = new PastViews();
  const lateViews = new PastViews();

  /** A profile that waits for its rebuild is shown as that will leave it, where the history can be read at once. */
  const asRebuilt = async (found: Found): Promise<Found | null> => {
    const { id, state, identity } = found;
    if (state.wait === null || past === null) return found;
    const read = await pastViews.read(() => past.historyOf(familyOf(id, identity)));
    if (read === null) return found;
    // Nothing is left of it, or it never was: the memory of archived profiles takes a few others for them.
    if (found.isArchived && read.events.length === 0) return null;
    return withItsHistory(found, read, { ...active(), latenessMs });
  };

  const locate = async (key: string): Promise<Stored | null> => {
    const ids = [profileIdOf(`u:${key}`), profileIdOf(`a:${key}`)];
    const address = emailAddressIn(key);
    if (address !== null) ids.unshift(profileIdOf(`e:${address}`));
    if (/^[\w-]{16}$/.test(key)) ids.push(key);
    for (const id of ids) {
      const stored = await follow(id, stream);
      if (stored !== null) return stored;
    }
    return null;
  };

  const findWhole = async (key: string): Promise<Found | null> => {
    const stored = await locate(key);
    if (stored === null) return null;
    const found = read(stored);
    await catchUpWith(found);
    return asRebuilt(found);
  };
  const findIn = async (key: string, programmeId: string | undefined) =>
    inProgramme(await findWhole(key), active(), programmeId);

  return {
    idOf: async (key) => (await locate(key))?.id ?? null,
    addressesOf: (profiles) => addressesOf(profiles, stream),
    traits: async (key) => {
      const stored = await locate(key);
      if (stored === null) return null;
      const found = read(stored);
      if (found.state.wait === null || past === null) return traitsOf(found.identity);
      // Who decides by the answer needs it whole, however long the history takes.
      const whole = await past.historyOf(familyOf(found.id, found.identity));
      if (found.isArchived && whole.events.length === 0) return null;
      return traitsOf(withItsHistory(found, whole, { ...active(), latenessMs }).identity);
    },
    profile: async (key) => {
      const found = await findWhole(key);
      if (found === null) return null;
      const nowMs = clock.nowMs();
      const scores = peopleIn(programmesOf(found, active())).map((compiled) => {
        const evaluation = evaluate(found.state, personOf(found.identity), compiled, nowMs);
        return [compiled.programme.programme, scoreOf(evaluation, compiled, nowMs)] as const;
      });
      return {
        id: found.id,
        identities: identitiesOf(found, key),
        traits: traitsOf(found.identity),
        claimed: claimedTraitsOf(found.identity),
        proposals: proposalsOf(found.identity),
        consent: consentOf(found.identity),
        scores: Object.fromEntries(scores),
      };
    },
    explanation: async (key, programmeId) => {
      const one = await findIn(key, programmeId);
      if (one === null) return null;
      const late = await lateOf(one.found, { past, views: lateViews, latenessMs });
      return { ...explanationOf(one.found, one.compiled, clock.nowMs()), late };
    },
    scoreHistory: async (key, { programme, days }) => {
      const one = await findIn(key, programme);
      if (one === null) return null;
      const { id, identity } = one.found;
      const read = past && (await pastViews.read(() => past.historyOf(familyOf(id, identity))));
      return historyIn(one, read, { days, latenessMs, nowMs: clock.nowMs() });
    },
  };
}

async function addressesOf(profiles: readonly string[], stream: Stream): Promise<Map<string, string>> {
  const found = await Promise.all(
    profiles.map(async (id): Promise<[string, string][]> => {
      const stored = await follow(id, stream);
      const email = stored && personOf(identityFrom(stored.identity)).email;
      return email === null ? [] : [[id, email]];
    }),
  );
  return new Map(found.flat());
}

/** Follows links from an id to the profile that stands for itself; null where nothing is there. */
async function follow(startId: string, stream: Stream): Promise<Stored | null> {
  let id = startId;
  for (let hop = 0; hop <= linksMax; hop++) {
    const { profile, identity, isArchived } = await stream.profiles.peek(id);
    // The state may be on its way from the child's partition to the parent's: the link is there, the heir not yet.
    if (profile === null && !isArchived && hop === 0) return null;
    if (profile === null || !isLink(profile)) return { id, profile, identity, isArchived };
    const record = unpackRecord(profile);
    if (record.kind === 'link') id = record.parent;
  }
  return null;
}

/** Returns the programmes that score the profile: the previous ones until it is rebuilt, so nobody reads half a change. */
function programmesOf({ state }: Found, active: ActiveProgrammes): CompiledProgrammes {
  const { programmes, earlier } = active;
  const { generation } = state;
  if (generation === 0 || !isOutdated(state, active)) return programmes;
  return earlier.find((one) => one.generation === generation)?.programmes ?? programmes;
}

/** Those that score people: what scores companies is shown there. */
function peopleIn({ programmes }: CompiledProgrammes): CompiledProgramme[] {
  return programmes.filter(isOfPeople);
}

function isOfPeople({ account }: CompiledProgramme): boolean {
  return account === null;
}

/** Null without the profile, or without the programme; by default it is the first one. */
function inProgramme(
  found: Found | null,
  active: ActiveProgrammes,
  programmeId: string | undefined,
): InProgramme | null {
  if (found === null) return null;
  const programmes = programmesOf(found, active);
  const position = programmes.programmes.findIndex(
    (compiled) =>
      compiled.programme.programme === programmeId || (programmeId === undefined && isOfPeople(compiled)),
  );
  const compiled = programmes.programmes[position];
  return compiled === undefined ? null : { found, programmes, compiled, position };
}

function explanationOf(
  { id, state, identity }: Found,
  compiled: CompiledProgramme,
  nowMs: number,
): Omit<Explanation, 'late'> {
  const person = personOf(identity);
  const evaluation = evaluate(state, person, compiled, nowMs);
  const { ladder } = compiled.programme;
  const before =
    state.tierStates.find(({ programme }) => programme === compiled.signatureId) ??
    newTierState(compiled.signatureId);
  const tierState = stepTierState(ladder, before, evaluation, nowMs);
  const next = nextTierFor(compiled, evaluation);
  const fall = fallOf(state, person, compiled, tierState, evaluation);
  const nameOf = (tier: number) => ladder.tiers[tier - 1]?.name ?? 'none';
  return {
    profile: id,
    programme: compiled.programme.programme,
    ...scoreOf(evaluation, compiled, nowMs),
    contributions: reasonsOf(evaluation.contributions),
    refusals: refusalsOf(evaluation.refusals),
    limit: state.isCutShort
      ? { eventsMax: limits.profileEventsMax, sealedUntil: new Date(sealedUntilMs(state)).toISOString() }
      : null,
    nextTier: next === null ? null : { ...next, ways: tipsFor(state, person, compiled, evaluation, nowMs) },
    fall: fall && {
      from: nameOf(fall.from),
      to: nameOf(fall.to),
      at: new Date(fall.atMs).toISOString(),
      losses: fall.losses,
    },
  };
}

/** The last score is the live one: an event of this moment may not be in the history yet. */
function historyIn(
  { found, programmes, compiled, position }: InProgramme,
  past: PastEvents | null,
  { days, latenessMs, nowMs }: { days: number; latenessMs: number; nowMs: number },
): ScoreHistory {
  const { programme } = compiled;
  const events = past?.events.slice(-limits.scoreHistoryEventsMax) ?? [];
  const fromMs = nowMs - days * limits.dayMs;
  const timesMs = evenTimes({ fromMs, toMs: nowMs, count: limits.scoreHistoryTimes });
  const earlier = scoreHistoryOf({ programmes, position }, events, {
    timesMs: timesMs.slice(0, -1),
    latenessMs,
  });
  const live = scoreOf(evaluate(found.state, personOf(found.identity), compiled, nowMs), compiled, nowMs);
  const scores = [...earlier, { atMs: nowMs, score: live.score, tier: live.tier }];
  return {
    profile: found.id,
    programme: programme.programme,
    tiers: programme.ladder.tiers.map((tier, index) => ({
      tier: index + 1,
      name: tier.name,
      ...boundOfTier(tier),
    })),
    scores: past && scores.map(({ atMs, ...one }) => ({ at: new Date(atMs).toISOString(), ...one })),
    isCut: past !== null && (past.beginsAtMs > 0 || events.length < past.events.length),
  };
}

/** Its events that came too late to give points; null where the history cannot be read at once. */
async function lateOf(
  { id, identity }: Found,
  { past, views, latenessMs }: { past: FamilyPast | null; views: PastViews; latenessMs: number },
): Promise<Explanation['late']> {
  if (past === null) return null;
  const found = await views.read(() => past.lateEventsOf(familyOf(id, identity), latenessMs));
  return found && { count: found.count, latest: found.latest.map(lateEventOf) };
}

function lateEventOf({ hash, type, name, atMs, acceptedAtMs }: ScovilleEvent) {
  const days = Math.floor((acceptedAtMs - atMs) / limits.dayMs);
  return {
    event: eventId(hash),
    type,
    name,
    at: new Date(atMs).toISOString(),
    acceptedAt: new Date(acceptedAtMs).toISOString(),
    reason: `it came ${days} day${days === 1 ? '' : 's'} after it happened: too late to give points`,
  };
}

/** `score` is null where no rule ever recognised the profile: that is not a score of zero, which machines leave it with. */
function scoreOf(evaluation: Evaluation, compiled: CompiledProgramme, nowMs: number): ScoreView {
  const { ladder } = compiled.programme;
  const tier = tierOf(ladder, evaluation);
  const isRecognised = evaluation.isComputed || evaluation.refusals.length > 0;
  return {
    score: isRecognised ? toPoints(evaluation.score) : null,
    tier,
    tierName: ladder.tiers[tier - 1]?.name ?? 'none',
    ...(evaluation.fit && { grade: evaluation.fit.grade, priority: priorityOf(compiled, evaluation, tier) }),
    ...(evaluation.excludedBy && { excludedBy: evaluation.excludedBy.label }),
    asOf: new Date(nowMs).toISOString(),
    programmeVersion: compiled.version,
  };
}

type Identities = ProfileView['identities'];
type IdentityKind = Identities[number]['kind'];

const kinds: Record<string, IdentityKind> = { u: 'userId', e: 'email', a: 'anonymousId' };

/** The identities with their kinds. An anonymous profile stores none: it is known by what it was asked for with. */
function identitiesOf(found: Found, key: string): Identities {
  const { keys } = found.identity;
  const shown = keys.length === 0 && profileIdOf(`a:${key}`) === found.id ? [`a:${key}`] : keys;
  return shown.map((one) => ({ kind: kinds[one.charAt(0)] ?? 'anonymousId', value: one.slice(2) }));
}
