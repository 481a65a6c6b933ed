/** Users for tests with a real store: users, teams, territories and companies, as rows. */
import type pg from 'pg';

interface UserRow {
  team?: string;
  role?: string;
  accepts_leads?: boolean;
  capacity?: number;
  max_open_leads?: number;
  deputy?: string;
  languages?: string[];
  territories?: string[];
  products?: string[];
  lanes?: string[];
  time_zone?: string;
  working_time?: object;
  away_from?: Date;
  away_until?: Date;
}

/** Enters a user who takes leads, or whatever is said. */
export async function addUser(sql: pg.Client, email: string, user: UserRow = {}): Promise<void> {
  const row = { role: 'rep', accepts_leads: true, ...user, email };
  const names = Object.keys(row);
  const stored = Object.values(row).map((value) =>
    typeof value === 'object' && !(value instanceof Date) ? JSON.stringify(value) : value,
  );
  await sql.query(
    `INSERT INTO users (${names.join(', ')}) VALUES (${names.map((_, index) => `$${index + 1}`).join(', ')})`,
    stored,
  );
}

export async function addTeam(sql: pg.Client, name: string, manager: string | null): Promise<void> {
  await sql.query('INSERT INTO teams (name, manager) VALUES ($1, $2)', [name, manager]);
}

/** Three reps of a team whose manager is boss@x.com. */
export async function addThreeReps(sql: pg.Client): Promise<void> {
  await addUser(sql, 'boss@x.com', { role: 'manager', accepts_leads: false });
  await addTeam(sql, 'Field', 'boss@x.com');
  for (const name of ['a', 'b', 'c']) await addUser(sql, `${name}@x.com`, { team: 'Field' });
}
