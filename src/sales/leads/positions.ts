/** How far sales is in the tier updates of each partition, in PostgreSQL, where it moves with the rows. */
import { PositionTable, type ReadAfter as ReadAfterIn } from '../../base/database/database.ts';

/** Sales reads one stream. */
type Updates = 'crossings';

/** The era in which tier updates were read, and the offsets after which. */
export type ReadAfter = ReadAfterIn<Updates>;

export const positions = new PositionTable<Updates>('stream_offsets', ['crossings']);
