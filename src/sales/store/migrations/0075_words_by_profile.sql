-- What was said of the company of an address is found by the profile that said it: an erasure knows that.
CREATE INDEX account_groups_by_profile ON account_groups ((said ->> 'by'));
