/** What every list of the API takes: how many items, after which page, and words that are true or false. */
import { z } from 'zod';
import { limits } from '../../base/kernel/kernel.ts';

export const pageFields = {
  limit: z.coerce.number().int().min(1).max(limits.pageItemsMax).default(50),
  /** `nextCursor` of the page before; it goes with the sort it was made for. */
  cursor: z.string().max(limits.cursorLengthMax).optional(),
};

export const flag = z.enum(['true', 'false']).transform((word) => word === 'true');

export const recordId = z.string().min(1).max(100);
