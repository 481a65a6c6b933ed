/** How a pipeline is named by those who use it: `process/pipeline`, always its latest version. */
import { z } from 'zod';

export const pipelineNameSchema = z
  .string()
  .regex(/^[a-z0-9-]{1,64}\/[a-z0-9-]{1,64}$/, 'expected "process/pipeline", such as "emea/lead"');
