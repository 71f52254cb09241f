-- What pages look up by one number is found by an index, however many questions and acts there are.
CREATE INDEX question_by_number ON question (question_id);
CREATE INDEX staff_act_newest ON staff_act (programme_id, act_id);
CREATE INDEX staff_act_of_partner ON staff_act (partner_id, act_id) WHERE partner_id IS NOT NULL;
