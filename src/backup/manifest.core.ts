/** What a backup says of itself: where it comes from, which tables it has, and the checksum of each of its parts. Pure. */
import { z } from 'zod';
import { BackupRefused } from './refusal.ts';

/** Raised when an older Scoville could not read what a newer one writes. */
const formatVersion = 1;

const nameOf = (pattern: RegExp) => z.string().regex(pattern);
const tableName = nameOf(/^[a-z_][a-z0-9_]{0,62}$/);

export const manifestSchema = z.object({
  format: z.literal('scoville-backup'),
  version: z.number().int(),
  /** The version of Scoville that made it. */
  product: z.string(),
  /** When, ISO 8601. */
  madeAt: z.string(),
  /** Whose data these are; null of an installation that never ran. */
  installation: z.object({ id: z.string(), era: z.number().int() }).nullable(),
  migrations: z.array(z.object({ name: nameOf(/^[a-z]+\/\d{4}_[a-z0-9_]+\.sql$/), hash: z.string() })),
  tables: z.array(
    z.object({
      name: tableName,
      columns: z.array(tableName),
      /** A bound is executed as it stands: nothing but two literals. */
      part: z
        .object({ of: tableName, bound: nameOf(/^FOR VALUES FROM \('[\d-]+'\) TO \('[\d-]+'\)$/) })
        .nullable(),
    }),
  ),
  sequences: z.array(z.object({ name: tableName, last: nameOf(/^-?\d+$/), isCalled: z.boolean() })),
  /** Whether it has what Redis adds. */
  hasRedis: z.boolean(),
});
export type Manifest = z.infer<typeof manifestSchema>;

/** By the name of a part: its size and SHA-256. It stands at the end: a backup without it was cut off. */
export const endSchema = z.object({
  parts: z.record(z.string(), z.object({ bytes: z.number().int(), sha256: z.string() })),
});
export type End = z.infer<typeof endSchema>;

export const newManifest = (rest: Omit<Manifest, 'format' | 'version'>): Manifest => ({
  format: 'scoville-backup',
  version: formatVersion,
  ...rest,
});

/** Reads what a backup says of itself. Throws `BackupRefused` where it is of a later format, or is no backup. */
export function readManifest(text: string): Manifest {
  const manifest = parsed(manifestSchema, text, 'manifest.json');
  if (manifest.version > formatVersion)
    throw new BackupRefused(
      `the backup has format ${manifest.version}, this Scoville reads up to ${formatVersion}: restore it with version ${manifest.product} or later`,
    );
  return manifest;
}

export const readEnd = (text: string): End => parsed(endSchema, text, 'end.json');

function parsed<T>(schema: z.ZodType<T>, text: string, file: string): T {
  try {
    return schema.parse(JSON.parse(text));
  } catch (error) {
    throw new BackupRefused(
      `"${file}" of the backup cannot be read: ${(error as Error).message.split('\n', 1)[0]}. Use another backup`,
    );
  }
}
