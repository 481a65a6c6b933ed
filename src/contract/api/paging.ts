/** The query of every list: number of items, cursor, and booleans as words. */
import { z } from 'zod';
import { limits } from '../../base/kernel/kernel.ts';

export const pageFields = {
  limit: z.coerce.number().int().min(1).max(limits.pageItemsMax).default(50),
  /** `nextCursor` of the previous page, valid for the same sort. */
  cursor: z.string().max(limits.cursorLengthMax).optional(),
};

export const flag = z.enum(['true', 'false']).transform((word) => word === 'true');

export const recordId = z.string().min(1).max(100);
