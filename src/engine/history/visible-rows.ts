/** Which rows of events readers see: not those of an import that is still being written, or that was taken back. */
export const areVisible =
  '(import IS NULL OR import NOT IN (SELECT id FROM event_imports WHERE NOT is_visible))';
