/** The addresses of the console's pages. What stands below one, as `/leads/ld_1`, is a page too. */
export const consolePaths = [
  '/',
  '/leads',
  '/tasks',
  '/people',
  '/companies',
  '/opportunities',
  '/deals',
  '/orders',
  '/jobs',
  '/quotations',
  '/campaigns',
] as const;
