/** All dashboards. */
import type { Dashboard } from './dashboard.core.ts';
import { hops } from './hops.ts';
import { overview } from './overview.ts';
import { sales } from './sales.ts';
import { stores } from './stores.ts';

export const dashboards: readonly Dashboard[] = [overview, hops, sales, stores];
