-- Who left does not come back by a change of the row: the last roles that were given would be had
-- again, and nobody gave them now. Hired anew, somebody has a row of their own.
CREATE FUNCTION refuse_coming_back() RETURNS TRIGGER
LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'who left is hired anew' USING ERRCODE = '23514';
END
$$;
CREATE TRIGGER stays_away BEFORE UPDATE OF left_at ON staff
FOR EACH ROW WHEN (old.left_at IS NOT NULL AND new.left_at IS DISTINCT FROM old.left_at)
EXECUTE FUNCTION refuse_coming_back();

-- proposal_id: what was agreed to with this link. Pressed once more within minutes by the same
-- person, it is the same agreement, and the link is made anew. The proposal is gone by then.
ALTER TABLE staff_invitation ADD COLUMN proposal_id INTEGER;
