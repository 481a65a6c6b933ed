/** Finds a person: every profile that is theirs in Redis, in the history and in sales, by any of their identities. */
import { limits, profileIdOf } from '../../base/kernel/kernel.ts';
import { emailAddressIn } from '../../base/text/text.ts';
import type { Family, FamilyLink, History } from '../history/history.ts';
import { type IdentityRecord, isClaimed, noIdentity, unpackIdentity } from '../scoring/scoring.ts';
import type { Stream } from '../stream/stream.ts';

/** Where sales knows people; the sales wing is one. */
export interface PeopleSource {
  peopleOf(of: {
    profiles: string[];
    addresses: string[];
    people: string[];
  }): Promise<{ id: string; email: string | null; profile: string | null }[]>;
  /** What sales has erased so far: profiles as hashes, up to when, ms, and rows by table. */
  erasedOf(erasure: string): Promise<{ hash: string; untilMs: number; counts: Record<string, number> }[]>;
  /** All rows of people and profiles, by table. */
  exportOf(of: { people: string[]; profiles: string[] }): Promise<Record<string, unknown[]>>;
}

/** A profile of a person: with the address it stands for, and the person of sales where it stands for one who has no other. */
export interface OwnProfile {
  profile: string;
  address: string | null;
  person: string | null;
}

export interface FoundPerson {
  profiles: OwnProfile[];
  /** Ids of sales. */
  people: string[];
  /** What Redis stores of them. */
  stored: { profiles: number; identities: number };
  /** Links from the text to somebody else, by the word of a page alone: they are not followed. */
  notFollowed: FamilyLink[];
}

export interface PersonSources {
  stream: Pick<Stream, 'profiles'>;
  history: Pick<History, 'familiesOf' | 'knownAmong' | 'knownToServers' | 'claimantsOf'>;
  people: PeopleSource;
}

/**
 * Returns nobody where no store knows the identity. All that have the text as address, user id or device are the person. Where
 * nobody has, it is the id of a profile, else of a person of sales: anybody may choose such an id as user id.
 * A page may link any text to anybody, as their device. So from a profile that a page alone has linked, the search does not go up to a
 * person known to a server.
 */
export async function findPerson(identity: string, sources: PersonSources): Promise<FoundPerson> {
  const address = emailAddressIn(identity);
  const names = [...(address === null ? [] : [`e:${address}`]), `u:${identity}`, `a:${identity}`];
  const isProfileId = /^[\w-]{16}$/.test(identity);
  const meanings: Meaning[][] = [
    names.map((key) => ({ profile: own(key) })),
    isProfileId ? [{ profile: { profile: identity, address: null, person: null } }] : [],
    [{ person: identity }],
  ];
  const notFollowed: FamilyLink[] = [];
  for (const alike of meanings) {
    const known: Meaning[] = [];
    for (const meaning of alike) {
      const search = await searched([meaning], sources);
      if (search.isAnybody) known.push(meaning);
      notFollowed.push(...search.notFollowed());
    }
    if (known.length > 0) return { ...(await searched(known, sources)).found(), notFollowed };
  }
  return { ...new Search(sources).found(), notFollowed };
}

type Families = Map<string, Family>;

/** What a text may name. */
type Meaning = { profile: OwnProfile } | { person: string };

async function searched(meanings: readonly Meaning[], sources: PersonSources): Promise<Search> {
  const search = new Search(sources);
  for (const meaning of meanings)
    if ('profile' in meaning) search.add({ ...meaning.profile });
    else search.people.add(meaning.person);
  await search.everywhere();
  return search;
}

function own(key: string): OwnProfile {
  return { profile: profileIdOf(key), address: key.startsWith('e:') ? key.slice(2) : null, person: null };
}

/** One search, which grows by what each store knows until none knows more. */
class Search {
  readonly people = new Set<string>();
  readonly #profiles = new Map<string, OwnProfile>();
  readonly #stored = new Map<string, { profile: boolean; identity: boolean }>();
  /** Addresses that a page alone gave to users of servers: in sales they are of these, and of nobody who asks by them. */
  readonly #claimed = new Set<string>();
  /** Profiles that a page alone has linked to a person known to a server, and the links. */
  readonly #ledAway = new Map<string, FamilyLink>();
  readonly #sources: PersonSources;
  isAnybody = false;

  constructor(sources: PersonSources) {
    this.#sources = sources;
  }

  add(one: OwnProfile): void {
    const away = this.#ledAway.get(one.profile);
    if (away !== undefined && !this.#profiles.has(away.parent)) return;
    const known = this.#profiles.get(one.profile);
    if (known === undefined) this.#profiles.set(one.profile, one);
    else if (known.address === null && one.address !== null) known.address = one.address;
  }

  async everywhere(): Promise<void> {
    for (let rounds = 0; rounds < limits.personSearchRoundsMax; rounds++) {
      const before = this.#profiles.size + this.people.size;
      const families = await this.#familiesLeft();
      await this.#inRedis(families);
      await this.#inHistory(families);
      await this.#inSales();
      if (this.#profiles.size + this.people.size === before) return;
    }
  }

  notFollowed(): FamilyLink[] {
    return [...this.#ledAway.values()];
  }

  found(): FoundPerson {
    const notFollowed = this.notFollowed();
    if (!this.isAnybody)
      return { profiles: [], people: [], stored: { profiles: 0, identities: 0 }, notFollowed };
    const stored = [...this.#stored.values()];
    return {
      profiles: this.#own(),
      people: [...this.people],
      stored: {
        profiles: stored.filter(({ profile }) => profile).length,
        identities: stored.filter(({ identity }) => identity).length,
      },
      notFollowed,
    };
  }

  /** The families of all profiles but those that a page leads to somebody else: these leave the search. */
  async #familiesLeft(): Promise<Families> {
    const { history } = this.#sources;
    const families = await history.familiesOf([...this.#profiles.keys()]);
    const said = [...families].flatMap(([id, { link }]) =>
      link?.isByPage && !this.#profiles.has(link.parent) ? [[id, link] as const] : [],
    );
    const known =
      said.length === 0
        ? []
        : await history.knownToServers(
            said.map(([, { parent }]) => parent),
            'links too',
          );
    for (const [id, link] of said) {
      if (!known.includes(link.parent)) continue;
      this.#ledAway.set(id, link);
      this.#profiles.delete(id);
      families.delete(id);
    }
    return families;
  }

  #own(): OwnProfile[] {
    return [...this.#profiles.values()].map((one) =>
      one.address !== null && this.#claimed.has(one.address) ? { ...one, address: null } : one,
    );
  }

  async #inRedis(families: Families): Promise<void> {
    const { stream } = this.#sources;
    for (const [id, { link }] of families) {
      if (this.#stored.has(id)) continue;
      const { profile, identity } = await stream.profiles.peek(id);
      this.#stored.set(id, { profile: profile !== null, identity: identity !== null });
      if (profile !== null || identity !== null) this.isAnybody = true;
      // The history says whose word a link is.
      const parent = profile === null || link !== null ? null : linkIn(profile);
      if (parent !== null) this.add({ profile: parent, address: null, person: null });
      for (const key of identityIn(identity).keys) this.add(own(key));
    }
  }

  async #inHistory(families: Families): Promise<void> {
    const { history } = this.#sources;
    if ((await history.knownAmong([...families.keys()])).length > 0) this.isAnybody = true;
    for (const { link, links } of families.values())
      for (const { child, parent, childKey, parentKey } of link === null ? links : [link, ...links])
        for (const [profile, key] of [
          [child, childKey],
          [parent, parentKey],
        ] as const)
          this.add(key === null ? { profile, address: null, person: null } : own(key));
  }

  async #inSales(): Promise<void> {
    const addresses = this.#own().flatMap(({ address }) => address ?? []);
    const profiles = [...this.#profiles.keys()];
    const people = [...this.people];
    const found = await this.#sources.people.peopleOf({ profiles, addresses, people });
    this.people.clear();
    for (const { id, email, profile } of found) {
      const isByAddress = profile !== null && !this.#profiles.has(profile) && !people.includes(id);
      if (isByAddress && email !== null && (await this.#isOfStranger(profile, email))) {
        this.#claimed.add(email);
        continue;
      }
      this.isAnybody = true;
      this.people.add(id);
      if (email !== null) this.add(own(`e:${email}`));
      if (profile !== null) this.add({ profile, address: null, person: null });
      if (email === null && profile === null)
        this.add({ profile: profileIdOf(`person ${id}`), address: null, person: id });
    }
  }

  /** Whether an address leads to a user of a server by the word of a page alone, which anybody may have sent. */
  async #isOfStranger(profile: string, address: string): Promise<boolean> {
    const { stream, history } = this.#sources;
    const { identity } = await stream.profiles.peek(profile);
    return (
      isClaimed(address, identityIn(identity)) &&
      (await history.knownToServers([profile], 'events')).length > 0
    );
  }
}

/** First byte of a stored link, as processing writes it: the id of the parent follows. */
const linkMark = 0x4c;

function linkIn(stored: Buffer): string | null {
  return stored[0] === linkMark ? stored.toString('latin1', 1) : null;
}

/** Nobody where the text cannot be read: the other stores may still know. */
function identityIn(stored: string | null): IdentityRecord {
  try {
    return stored === null ? noIdentity() : unpackIdentity(stored);
  } catch {
    return noIdentity();
  }
}
