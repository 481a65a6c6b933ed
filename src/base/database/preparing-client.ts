/** A connection on which frequent statements are parsed and planned once. */
import type pg from 'pg';
import { NamedClient } from './named-client.ts';
import type { StatementNames } from './statement-names.ts';

/** How PostgreSQL refuses a prepared statement, since a migration has changed the columns that it returns. */
const stalePlan = { code: '0A000', routine: 'RevalidateCachedQuery' };

/** Whether a prepared statement was refused because its tables have changed. It did nothing; sent again it is parsed again. */
export function isStalePlan(error: unknown): boolean {
  const { code, routine } = (error ?? {}) as { code?: unknown; routine?: unknown };
  return code === stalePlan.code && routine === stalePlan.routine;
}

type Answered = (error: Error | null, result: pg.QueryResult) => void;

/** What a pool gives to each of its connections: a name is the same text on all of them. */
export interface PreparingConfig extends pg.ClientConfig {
  statementNames: StatementNames;
}

/** What pg knows of a connection and leaves out of its types. */
interface Session {
  /** Nothing is under way. */
  readyForQuery: boolean;
  connection: {
    /** The texts of what is prepared on it, by name: what was answered, and what was sent. */
    parsedStatements: Record<string, string>;
    submittedNamedStatements?: Record<string, string>;
    close(statement: { type: 'S'; name: string }): void;
  };
}

export class PreparingClient extends NamedClient {
  readonly #names: StatementNames;
  /** Names taken back when it last let go of its plans. */
  #takenSeen = 0;

  constructor(config: PreparingConfig) {
    super(config);
    this.#names = config.statementNames;
  }

  /** As of pg. Only a statement with values is prepared: a text without any may be several statements. */
  override query(text: unknown, values?: unknown, onAnswer?: unknown): never {
    const send = super.query.bind(this) as (...given: unknown[]) => never;
    this.#letGo();
    const name = typeof text === 'string' && Array.isArray(values) ? this.#names.nameOf(text) : null;
    if (name === null) return send(text, values, onAnswer);
    const forgetPlan = () => this.#names.rename(text as string);
    if (typeof onAnswer === 'function') {
      // The pool's own, which waits with a function, is a statement outside of any transaction: it can be sent again.
      const answered: Answered = (error, result) => {
        if (!isStalePlan(error)) return void onAnswer(error, result);
        forgetPlan();
        send(text, values, onAnswer);
      };
      return send({ name, text }, values, answered);
    }
    const answer = send({ name, text }, values) as Promise<unknown>;
    answer.catch((error) => isStalePlan(error) && forgetPlan());
    return answer as never;
  }

  /** Closes what has no name any more, so that PostgreSQL keeps a bounded number of plans. Between statements: never within a copy. */
  #letGo(): void {
    const { readyForQuery, connection } = this as unknown as Session;
    if (this.#takenSeen === this.#names.taken || !readyForQuery) return;
    this.#takenSeen = this.#names.taken;
    for (const name of Object.keys(connection.parsedStatements)) {
      if (this.#names.stands(name)) continue;
      connection.close({ type: 'S', name });
      delete connection.parsedStatements[name];
      delete connection.submittedNamedStatements?.[name];
    }
  }
}
