-- The change that a person makes says it: the trigger took the undo of an import or of a merge for a person too.
DROP TRIGGER note_taken_out ON people;
DROP FUNCTION note_taken_out();
