"""The notice's first sections: who is responsible, that it is a choice, and why."""

from __future__ import annotations

from plaudit.core.catalogue.programme import LegalBasis
from plaudit.core.notice.blocks import Block, Section
from plaudit.core.notice.words import Words
from plaudit.core.refusals import N_

_WHO = N_("Who is responsible")
_ANSWERS = N_("{controller} runs this programme and answers for your data.")
_ADDRESS = N_("Address")
_EMAIL = N_("E-mail")
_PHONE = N_("Telephone")
_OFFICER = N_("Data protection officer, who watches over your data and helps you")
_AUTHORITY = N_("Supervisory authority, where you can complain")

_CHOICE = N_("It is your choice")
_FREE = (
    N_("You take part only if you want to. Nobody else can sign you up."),
    N_("Nothing is recorded about you before you have joined and agreed."),
    N_(
        "Nothing that you need depends on it. No office, school, doctor, landlord or public "
        "service asks whether you take part, or how many points you have."
    ),
    N_("If you don't join, or if you leave, nothing bad follows from it."),
)
_OPEN_TO = N_("The programme is open to {groups}, from the age of {age}.")
_NO_PHONE = N_("You don't need a phone. Each kind of deed has a way without one; see below.")

_WHY = N_("Why your data is used, and why that is allowed")
_ONLY = N_(
    "Your data is used for this and for nothing else. It isn't sold or used for advertising."
)
_PURPOSE = N_("The purpose")
_LEGAL = N_("Why the law allows it")
_LEGAL_BASIS = {
    LegalBasis.CONSENT: N_(
        "Because you agree (consent, GDPR article 6(1)(a)). You can take this back at any time; "
        "what was done until then stays allowed."
    ),
    LegalBasis.CONTRACT: N_(
        "Because you and we made an agreement that you take part (contract, GDPR article "
        "6(1)(b)). You can end it at any time."
    ),
}
_REASON = N_("Why this fits")
_ASSESSMENT = N_("How the risks were looked at")
_ASSESSED = N_("Before the start, in: {assessment}. You can ask us for it.")


def who(words: Words) -> Section:
    """Return who is responsible, and how to reach them."""
    keys = {
        _ADDRESS: "address",
        _EMAIL: "email",
        _PHONE: "phone",
        _OFFICER: "data_protection_officer",
        _AUTHORITY: "supervisory_authority",
    }
    answers = words.say(_ANSWERS, controller=words.contact("controller"))
    reached = tuple((words.say(term), words.contact(key)) for term, key in keys.items())
    return Section("who", words.say(_WHO), (Block(paragraphs=(answers,), pairs=reached),))


def choice(words: Words) -> Section:
    """Return that taking part is free, for whom it is, and that no phone is needed."""
    audiences = words.of.registries.audiences.allowed
    groups = [
        words.text(audiences[id].title, id) if id in audiences else id
        for id in words.of.one("audience", "open_to")
    ]
    age = str(words.of.one("audience", "from_age_years"))
    open_to = words.say(_OPEN_TO, groups=words.listed(groups), age=age)
    free = tuple(words.say(one) for one in _FREE)
    items = (*free, open_to, words.say(_NO_PHONE))
    return Section("choice", words.say(_CHOICE), (Block(items=items),))


def why(words: Words) -> Section:
    """Return the purpose, the legal basis with its reason, and where the assessment is."""
    basis = LegalBasis(words.of.one("basis", "legal_basis"))
    assessed = words.say(_ASSESSED, assessment=words.of.one("basis", "assessment"))
    rows = (
        (words.say(_PURPOSE), words.text(words.of.purpose)),
        (words.say(_LEGAL), words.say(_LEGAL_BASIS[basis])),
        (words.say(_REASON), words.text(words.of.one("basis", "reason"))),
        (words.say(_ASSESSMENT), assessed),
    )
    return Section("why", words.say(_WHY), (Block(paragraphs=(words.say(_ONLY),), pairs=rows),))
