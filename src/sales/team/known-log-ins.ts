/** The browsers and networks that have logged in as a user, by hashes: they are admitted while strangers guess. */
import type pg from 'pg';
import { limits } from '../../base/kernel/kernel.ts';
import type { LogInAttempt } from './log-in-budgets.core.ts';
import { newToken, tokenHash } from './passwords.ts';

/** Who types a password. `browserToken` is what an earlier log-in left in the browser; anybody may send any. */
export interface LogInCaller {
  email: string;
  network: string;
  browserToken: string | null;
}

// The words of a mark are stored by its hash, and earlier processes look for the same.
const networkMark = ({ email, network }: LogInCaller) => tokenHash(`place ${network} of ${email}`);
const browserMark = (token: string) => tokenHash(`browser ${token}`);

/** Returns the attempt, with what is known of its browser and network. */
export async function attemptOf(pool: pg.Pool, caller: LogInCaller, nowMs: number): Promise<LogInAttempt> {
  const { email, network, browserToken } = caller;
  const ofBrowser = browserToken === null ? null : browserMark(browserToken);
  const ofNetwork = networkMark(caller);
  const { rows } = await pool.query<{ mark: string }>(
    'SELECT mark FROM known_log_ins WHERE email = $1 AND mark = ANY ($2) AND seen_at > $3',
    [email, [ofBrowser, ofNetwork], new Date(nowMs - limits.knownLogInMs)],
  );
  const isKnown = (mark: string | null) => rows.some((row) => row.mark === mark);
  return {
    ...{ email, network, isNetworkKnown: isKnown(ofNetwork) },
    knownBrowser: isKnown(ofBrowser) ? ofBrowser : null,
  };
}

/**
 * Remembers the browser and the network of a log-in. Returns the token for the browser to keep: its own where an earlier log-in
 * of this user gave it, else a new one. So nobody can plant a token that they know.
 */
export async function rememberLogIn(pool: pg.Pool, caller: LogInCaller, nowMs: number): Promise<string> {
  const { email, browserToken } = caller;
  const forgottenBefore = new Date(nowMs - limits.knownLogInMs);
  const isGiven =
    browserToken !== null &&
    (
      await pool.query('SELECT FROM known_log_ins WHERE email = $1 AND mark = $2', [
        email,
        browserMark(browserToken),
      ])
    ).rowCount === 1;
  const token = isGiven ? browserToken : newToken();
  await pool.query(
    `INSERT INTO known_log_ins (email, mark, seen_at) SELECT $1, mark, $3 FROM unnest($2::text[]) AS mark
     ON CONFLICT (email, mark) DO UPDATE SET seen_at = EXCLUDED.seen_at`,
    [email, [browserMark(token), networkMark(caller)].sort(), new Date(nowMs)],
  );
  await pool.query(
    `DELETE FROM known_log_ins WHERE email = $1 AND (seen_at <= $2 OR mark IN
       (SELECT mark FROM known_log_ins WHERE email = $1 ORDER BY seen_at DESC, mark OFFSET $3))`,
    [email, forgottenBefore, limits.knownLogInsPerUserMax],
  );
  return token;
}
