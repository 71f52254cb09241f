-- The privacy notice of an edition in each of its languages, word for word as it was shown and
-- agreed to. It stays when the data catalogue or the program's sentences change.
CREATE TABLE notice (
    edition_id INTEGER NOT NULL,
    language TEXT NOT NULL,
    content TEXT NOT NULL,
    sha256 BYTEA NOT NULL,
    CONSTRAINT notice_pkey PRIMARY KEY (edition_id, language),
    CONSTRAINT notice_of_edition FOREIGN KEY (edition_id) REFERENCES edition (edition_id),
    CONSTRAINT notice_hash_is_of_its_content CHECK (sha256 = sha256(convert_to(content, 'UTF8')))
);
CREATE TRIGGER rows_stay BEFORE UPDATE OR DELETE ON notice
FOR EACH ROW EXECUTE FUNCTION refuse_change();
GRANT SELECT, INSERT ON notice TO plaudit_service;
