/**
 * The door of backups: one file with all of an installation, made while it runs, and put back verified.
 *
 * Enters: connections to both stores, and where the files are. Leaves: the file, or the stores as they were. It guarantees that nothing
 * changes before a backup was read whole, and that PostgreSQL has all of it or nothing. Redis may be older than
 * PostgreSQL: the keeper restores every profile from the history. It refuses to know what a table means.
 */
export type { Made, Progress, Stores } from './make.ts';
export { makeBackup } from './make.ts';
export { BackupRefused } from './refusal.ts';
export type { RestoreOptions, Verified } from './restore.ts';
export { restoreBackup, verifyBackup } from './restore.ts';
