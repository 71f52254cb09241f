-- A check-in's number ran over all partners, so each could see how many the others had opened in
-- between. It is derived from such a number now (store/check_in_codes.py) and has five digits at
-- least; those that are open keep theirs, which are smaller. Yesterday's program takes the next one
-- of the same row.
GRANT USAGE ON SEQUENCE check_in_number_seq TO plaudit_service;
