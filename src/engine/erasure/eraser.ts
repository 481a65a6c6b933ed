/**
 * The eraser: carries erasures out, step by step; each step may be repeated, by any process.
 *
 * *Waiting* until the history has all that was accepted before, so that it knows every link. *Finding* the profiles; they are
 * remembered as erased, with a time shortly ahead. *Sending* a mark for each into its partition before that time has come: what lies
 * before a mark was accepted earlier. *Erasing*: scoring, the history and sales come to the marks. Where a link shows one more
 * profile, or marks were lost with Redis, all are sent again with a later time. *Ending*: every store has passed marks that were sent
 * after the last profile was found.
 */
import { type Queryable, transaction } from '../../base/database/database.ts';
import { erasedNameOf, erasureHashOf, limits, partitionOf } from '../../base/kernel/kernel.ts';
import type { ErasureMark } from '../../contract/language/language.ts';
import { countErased, rememberErasedNames, saltOf } from '../history/history.ts';
import type { ErasureOptions } from './erasure.ts';
import { findPerson } from './person.ts';
import { signedReceipt } from './receipt.core.ts';
import {
  addProfiles,
  countsOf,
  type Erasure,
  type ErasureProfile,
  endErasure,
  erasureKeys,
  noteSending,
  profilesOf,
  runningErasures,
  takeRunning,
} from './rows.ts';

/** Marks that are to be sent. */
interface Sending {
  id: string;
  untilMs: number;
  profiles: readonly Pick<ErasureProfile, 'profile' | 'address' | 'person'>[];
}

export class Eraser {
  readonly #options: ErasureOptions;

  constructor(options: ErasureOptions) {
    this.#options = options;
  }

  /** Takes every erasure a step further; returns whether any still runs. */
  async round(): Promise<boolean> {
    const ids = await runningErasures(this.#options.pool);
    for (const id of ids) await this.#step(id);
    return ids.length > 0;
  }

  async #step(id: string): Promise<void> {
    const { pool, clock } = this.#options;
    let sending = await transaction(pool, async (connection) => {
      const erasure = await takeRunning(connection, id);
      if (erasure === null) return null;
      return erasure.neededMs === null ? this.#find(connection, erasure) : this.#goOn(connection, erasure);
    });
    while (sending !== null) {
      await this.#send(sending);
      // What was accepted before a mark must have been accepted by its time.
      if (clock.nowMs() < sending.untilMs) return;
      sending = await transaction(pool, async (connection) => {
        const erasure = await takeRunning(connection, id);
        return erasure && this.#again(connection, erasure, null);
      });
    }
  }

  async #find(connection: Queryable, erasure: Erasure): Promise<Sending | null> {
    const { id, identity, askedAfter } = erasure;
    if (!(await this.#options.stream.eras.historyHas(askedAfter))) return null;
    const { profiles, stored } = await findPerson(identity ?? '', this.#options);
    if (profiles.length === 0) {
      await this.#end(connection, erasure, []);
      return null;
    }
    await addProfiles(connection, id, profiles);
    await countErased(connection, id, stored);
    return this.#again(connection, erasure, null);
  }

  /** Marks for all profiles; `neededMs` stays where no profile is new. */
  async #again(connection: Queryable, { id }: Erasure, neededMs: number | null): Promise<Sending> {
    const profiles = await profilesOf(connection, id);
    const untilMs = this.#options.clock.nowMs() + limits.erasureMarginMs;
    const salt = await saltOf(connection);
    await rememberErasedNames(
      connection,
      profiles.map(({ profile }) => ({ name: erasedNameOf(salt, profile), untilMs })),
    );
    await noteSending(connection, { id, neededMs: neededMs ?? untilMs, sentMs: untilMs });
    return { id, untilMs, profiles };
  }

  async #goOn(connection: Queryable, erasure: Erasure): Promise<Sending | null> {
    const { id, neededMs, sentMs } = erasure;
    const profiles = await profilesOf(connection, id);
    if (profiles.some((one) => one.sentMs === 0)) return this.#again(connection, erasure, null);
    const inSales = new Map(
      (await this.#options.people.erasedOf(id)).map(({ hash, untilMs }) => [hash, untilMs]),
    );
    const isErased = ({ profile, historyMs, ledgerMs }: ErasureProfile) =>
      Math.min(historyMs, ledgerMs, inSales.get(erasureHashOf(id, profile)) ?? 0) >= (neededMs ?? 0);
    const nowMs = this.#options.clock.nowMs();
    // Until then what is accepted would still be erased: once it has ended, the person may begin again.
    if (profiles.every(isErased) && nowMs > (sentMs ?? 0)) {
      await this.#end(connection, erasure, profiles);
      return null;
    }
    const isLost = nowMs > (sentMs ?? 0) + limits.erasureAgainMs;
    return isLost ? this.#again(connection, erasure, neededMs) : null;
  }

  async #send({ id, untilMs, profiles }: Sending): Promise<void> {
    const { pool, stream } = this.#options;
    const salt = await saltOf(pool);
    await stream.appender.append(
      profiles.map(({ profile, address, person }) => {
        const name = erasedNameOf(salt, profile);
        const mark: ErasureMark = { erasure: id, profile, name, salt, untilMs, address, person };
        return { partition: partitionOf(profile, stream.partitions), field: 'x', json: JSON.stringify(mark) };
      }),
    );
  }

  async #end(connection: Queryable, erasure: Erasure, profiles: readonly ErasureProfile[]): Promise<void> {
    const { stream, people, kept, clock, metrics, logger } = this.#options;
    const { id, askedFor, askedAt, sentMs } = erasure;
    const ids = new Set(profiles.map(({ profile }) => profile));
    const letters = await stream.deadLetters.dropOf((profile) => ids.has(profile));
    await countErased(connection, id, {
      deadLetters: letters,
      ...(await kept.eraseOf(connection, [...ids])),
    });
    const counts = await countsOf(connection, id);
    for (const of of await people.erasedOf(id))
      for (const [table, count] of Object.entries(of.counts))
        counts[`sales.${table}`] = (counts[`sales.${table}`] ?? 0) + count;
    const { salt, secret } = await erasureKeys(connection);
    const endedAt = new Date(clock.nowMs());
    const body = {
      erasure: id,
      subject: askedFor,
      askedAt: askedAt.toISOString(),
      endedAt: endedAt.toISOString(),
      erasedUntil: sentMs === null ? null : new Date(sentMs).toISOString(),
      profiles: [...ids].map((profile) => erasedNameOf(salt, profile)),
      counts,
    };
    await endErasure(connection, id, endedAt, signedReceipt(body, secret));
    metrics.erasures.inc();
    logger.info({ erasure: id, profiles: ids.size }, 'a person was erased');
  }
}
