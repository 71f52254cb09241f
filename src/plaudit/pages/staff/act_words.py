"""How each act of the staff is called in the log. A view's `does` is one of these."""

from __future__ import annotations

from plaudit.core.refusals import N_

ACT_WORDS = {
    "staff.hire": N_("Hired somebody"),
    "staff.roles": N_("Changed somebody's roles"),
    "staff.invite": N_("Invited somebody anew"),
    "staff.let_go": N_("Ended somebody's work"),
    "staff.key": N_("Made a passkey with an invitation"),
    "partner.key_new": N_("Made a key"),
    "partner.key_replace": N_("Replaced a key"),
    "partner.key_withdraw": N_("Withdrew a key"),
    "partner.webhook_set": N_("Set where messages go"),
    "partner.webhook_secret": N_("Made a new secret for messages"),
    "partner.webhook_remove": N_("Forgot where messages go"),
    "partner.message_resend": N_("Sent a message again"),
    "partner.dispute": N_("Said that a statement is wrong"),
    "partner.people": N_("Changed who works at the partner"),
    "partner.table_look": N_("Sent a table"),
    "partner.table_choose": N_("Chose how a table is read"),
    "partner.table_take_in": N_("Reported a table"),
    "partner.table_forget": N_("Threw a table away"),
    "staff.begin": N_("Began a shift"),
    "question.decide": N_("Answered a question"),
    "deed.look": N_("Looked for a report"),
    "deed.strike_out": N_("Struck a deed out, or proposed it"),
    "proposal.look": N_("Looked at a proposal"),
    "proposal.agree": N_("Agreed to a proposal"),
    "proposal.take_back": N_("Removed a proposal"),
}
"""By the act's name: the room, a dot, and the verb."""
