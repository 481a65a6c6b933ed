/** What the doctor finds out about an installation, before it judges any of it. */
import type { MigrationState, ServerRoom } from '../../base/database/database.ts';
import type { HealthAlarm } from '../../contract/api/api.ts';
import type { SurveyedStream } from '../../engine/stream/stream.ts';
import type { Environment } from '../../environment.ts';

/** What was asked: it answered, it is away for a reason with a remedy, or it was not asked for a reason. */
export type Asked<State> =
  | { is: 'there'; state: State }
  | { is: 'away'; says: string }
  | { is: 'not asked'; why: string };

/** A clock as it was read between two looks at ours. */
export interface ClockReading {
  /** How far it is ahead of ours, ms; below 0 it is behind. */
  aheadMs: number;
  /** How wrong that may be, ms: half of the time that the answer took. */
  errorMs: number;
}

/** The installation that a store says it is of. */
export interface InstallationState {
  id: string | null;
  partitions: number;
}

export interface RedisState {
  address: string;
  version: string;
  /** What set-up says of its version, its eviction and its persistence. */
  errors: readonly string[];
  warnings: readonly string[];
  isReplica: boolean;
  isLoading: boolean;
  /** Replicas that are connected. */
  replicas: number;
  usedBytes: number;
  /** 0 is no limit. */
  maxBytes: number;
  /** Null where Redis does not say. */
  isLastWriteKept: boolean | null;
  clock: ClockReading;
  /** Null where it holds no installation yet. */
  stream: SurveyedStream | null;
}

export interface PostgresState {
  address: string;
  /** As `server_version_num`: 150004. */
  version: number;
  isReadOnly: boolean;
  /** Settings that decide whether a commit survives a power cut, and their values. */
  fsync: string;
  synchronousCommit: string;
  fullPageWrites: string;
  encoding: string;
  /** Whether DATABASE_URL leads through a pooler. */
  isPooled: boolean;
  /** Connections that are taken, and how many there may be. */
  room: ServerRoom;
  clock: ClockReading;
  installation: InstallationState | null;
  /** Null where the database has no tables yet. */
  migrations: MigrationState | null;
}

/** What the running program says of itself. */
export interface ProgramState {
  address: string;
  /** Reasons why it is not ready. */
  reasons: readonly string[];
  notes: readonly string[];
  /** Null where no token is at hand. */
  alarms: readonly HealthAlarm[] | null;
}

export interface DiskState {
  /** The setting that names the folder. */
  setting: string;
  directory: string;
  freeBytes: number;
  allBytes: number;
}

export interface CertificateState {
  /** The setting that leads to it. */
  setting: string;
  address: string;
  /** When it ends, ms; null where none was shown. */
  endsMs: number | null;
  /** Why it is not trusted, or why none was shown; null when it is well. */
  error: string | null;
}

export interface Survey {
  nowMs: number;
  /** Null where the settings cannot be used: each line of `invalid` says one. */
  environment: Environment | null;
  invalid: readonly string[];
  redis: Asked<RedisState>;
  postgres: Asked<PostgresState>;
  /** The standby of DATABASE_REPLICA_URL: whether it is one. */
  replica: Asked<{ address: string; isStandby: boolean }>;
  process: Asked<ProgramState>;
  disks: readonly DiskState[];
  certificates: readonly CertificateState[];
}
