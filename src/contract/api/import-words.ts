/** The words of imports: kinds, encodings, delimiters and statuses. Without schemas, so that pages may load them. */

/** Records in stages that come as files, by the paths of their lists. */
export const stagedKinds = ['opportunities', 'deals', 'orders', 'jobs'] as const;
export type StagedKind = (typeof stagedKinds)[number];

export const importKinds = [
  'people',
  'companies',
  'customers',
  'owners',
  'products',
  ...stagedKinds,
  'quotations',
  'do-not-contact',
] as const;
export type ImportKind = (typeof importKinds)[number];

export const importEncodings = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const;
export type ImportEncoding = (typeof importEncodings)[number];

export const importDelimiters = [';', '\t', '|', ','] as const;
export type ImportDelimiter = (typeof importDelimiters)[number];

export const importDecimals = ['.', ','] as const;
export type ImportDecimal = (typeof importDecimals)[number];

export const importDateOrders = ['ymd', 'dmy', 'mdy'] as const;
export type ImportDates = (typeof importDateOrders)[number];

export const importStatuses = [
  'waiting',
  'checking',
  'checked',
  'applying',
  'done',
  'undoing',
  'undone',
  'cancelled',
  'failed',
] as const;
export type ImportStatus = (typeof importStatuses)[number];
