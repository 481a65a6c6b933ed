-- An erasure looks for words that name a person: few items of an act have any, and the table may have millions.
CREATE INDEX bulk_items_with_words ON bulk_items (act_id) WHERE reason IS NOT NULL OR own IS NOT NULL;
