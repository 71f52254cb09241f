-- An open page hears of a refused deed too: when the last one was, found by one look into an index.
CREATE INDEX refused_deed_of_member ON refused_deed (member_id, refused_at);
