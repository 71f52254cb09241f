"""A privacy notice made from an edition. Source: GDPR, articles 12 to 14; charter, all clauses.

Each word comes from the edition, its deed types and the data catalogue, or is a sentence here that
a clause of the charter holds true for every edition.
"""

from __future__ import annotations

from plaudit.core.notice import choosing, recording, rights
from plaudit.core.notice.blocks import Block, Notice, Section, fingerprint
from plaudit.core.notice.particulars import Particulars
from plaudit.core.notice.words import Words
from plaudit.core.refusals import N_
from plaudit.core.voice import Voice

_TITLE = N_("Privacy notice: {programme}")
_FOR_WHOM = N_(
    "For everybody who takes part in {programme}, or thinks about it: what is recorded about you, "
    "why, who learns of it, how long it is kept, and what you can do."
)
_MADE_FROM = N_(
    "This notice is made from the rules “{edition}”. They were published on {published_on} and "
    "apply from {starts_on}. Decided in: {source}."
)
_AGREEMENT_TITLE = N_("What you agree to when you join")
_AGREEMENT = N_(
    "I want to take part in {programme}. {controller} may record the good deeds that its partners "
    "report about me, and count my points, as the privacy notice says. I am {age} or older. I "
    "know that I can leave at any time."
)
_BY_KIND = N_(
    "I say separately for each kind of deeds whether it may be recorded. A kind that later rules "
    "add may be recorded only after I say yes to it."
)
_READ = N_("The notice was that of the rules “{edition}”, with the fingerprint {fingerprint}.")


def notice_of(particulars: Particulars, voice: Voice) -> Notice:
    """Return the privacy notice of an edition in the voice's language."""
    words = Words(particulars, voice)
    edition = particulars.edition
    agreement = words.say(
        _AGREEMENT,
        programme=words.programme,
        controller=words.contact("controller"),
        age=str(particulars.one("audience", "from_age_years")),
    )
    made_from = words.say(
        _MADE_FROM,
        edition=edition.id,
        published_on=voice.day(particulars.one("people", "published_on")),
        starts_on=voice.day(edition.starts_on),
        source=edition.source,
    )
    return Notice(
        programme=edition.programme,
        edition=edition.id,
        language=voice.language,
        title=words.say(_TITLE, programme=words.programme),
        lead=(words.say(_FOR_WHOM, programme=words.programme), made_from),
        sections=(
            choosing.who(words),
            choosing.choice(words),
            choosing.why(words),
            recording.deeds(words),
            recording.kept(words),
            recording.learns(words),
            recording.never(words),
            rights.people_decide(words),
            rights.points_last(words),
            rights.leaving(words),
            rights.rights(words),
            Section("agreement", words.say(_AGREEMENT_TITLE), (Block(paragraphs=(agreement,)),)),
        ),
        agreement=agreement,
    )


def agreement_by_kind(notice: Notice, voice: Voice) -> str:
    """Return what a member agrees to where each kind of deeds has a box of its own."""
    return voice.paragraph([notice.agreement, voice.say(_BY_KIND)])


def wording_of(notice: Notice, voice: Voice, *, agreement: str = "") -> str:
    """Return what a member agrees to on joining, word for word, with the notice's fingerprint.

    `agreement`: what the member was asked, where it isn't the notice's sentence alone.
    """
    read = voice.say(_READ, edition=notice.edition, fingerprint=fingerprint(notice))
    return voice.paragraph([agreement or notice.agreement, read])
