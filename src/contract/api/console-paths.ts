/** The built pages have this mark in place of the nonce that each answer makes: their policy admits `<style>` elements with it alone. */
export const pageNonceMark = '__nonce-of-this-answer__';

/** The addresses of the console's pages. What stands below one, as `/leads/ld_1`, is a page too. */
export const consolePaths = [
  '/',
  '/inbox',
  '/me',
  '/leads',
  '/tasks',
  '/board',
  '/people',
  '/profiles',
  '/companies',
  '/opportunities',
  '/deals',
  '/orders',
  '/jobs',
  '/quotations',
  '/campaigns',
  '/bulk-acts',
  '/programmes',
  '/processes',
  '/sales-rules',
  '/import',
  '/run',
  '/reports',
  '/team',
  '/keys',
  '/webhooks',
  '/audit-trail',
  '/privacy',
  '/start',
] as const;
