/** Whether a server has room for the connections of a process. Pure. */
import type { ServerRoom } from './server-room.ts';

/** What a server says of a process that may take so many connections: nothing, or one of these. */
export interface RoomFault {
  severity: 'error' | 'warning';
  /** What is found. */
  says: string;
  remedy: string;
}

/** Returns what is wrong; null where they fit. A process that could never have all of its connections is an error. */
export function roomFault(room: ServerRoom, connections: number): RoomFault | null {
  const { allowed, used } = room;
  const remedy = `Raise ${room.setting}, lower DATABASE_CONNECTIONS, run fewer processes, or put PgBouncer in front.`;
  if (connections > allowed)
    return {
      severity: 'error',
      says: `DATABASE_CONNECTIONS is ${connections}, and PostgreSQL has ${allowed} for it (${room.setting}, less what is reserved)`,
      remedy,
    };
  if (used + connections <= allowed) return null;
  return {
    severity: 'warning',
    says: `${used} of ${allowed} connections of PostgreSQL are taken, and a process may take ${connections}`,
    remedy,
  };
}
