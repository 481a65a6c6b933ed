/** A connection whose session can be found again: by its name in `pg_stat_activity`, also through a pooler. */
import { randomUUID } from 'node:crypto';
import pg from 'pg';

export class NamedClient extends pg.Client {
  readonly sessionName: string;

  constructor(config: pg.ClientConfig) {
    const sessionName = `scoville-${randomUUID()}`;
    super({ ...config, application_name: sessionName });
    this.sessionName = sessionName;
  }
}
