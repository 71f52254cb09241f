"""Reading the data catalogue and the registries from their files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from plaudit.core.catalogue.fields import Reading, Table, Values, Wrong
from plaudit.core.catalogue.mistakes import Mistake, Mistakes
from plaudit.core.catalogue.source import Source
from plaudit.core.charter import registry_fields as fields
from plaudit.core.charter.registries import (
    ActivityClass,
    FactKind,
    Innocent,
    Never,
    PartnerKind,
    RecordKind,
    RegisteredPartner,
    Registries,
    Registry,
    RewardClass,
    Titled,
)
from plaudit.core.charter.words import NameWords, Phrases
from plaudit.core.sentence import Sentence, in_languages

FILES: Mapping[str, Table] = {
    "data": fields.DATA,
    "registries/activity_classes": fields.registry_of(fields.ACTIVITY_CLASS, key="class"),
    "registries/audiences": fields.registry_of(fields.TITLED),
    "registries/evidence": fields.registry_of(fields.TITLED),
    "registries/partner_kinds": fields.registry_of(fields.PARTNER_KIND),
    "registries/partners": fields.PARTNERS,
    "registries/reversal_reasons": fields.registry_of(fields.TITLED),
    "registries/reward_classes": fields.registry_of(fields.REWARD_CLASS, key="class"),
}
"""The files of a catalogue that the charter reads, without .toml."""


def registries_of(sources: Mapping[str, Source]) -> Registries:
    """Return the registries of the sources by the names of FILES.

    Refuses: Mistakes, with every mistake of every file.
    """
    read = _read(sources)
    data = read["data"]
    return Registries(
        facts=Registry(
            {name: _fact_kind(name, entry) for name, entry in data["kind"].items()}, _never(data)
        ),
        records={
            name: RecordKind(
                name, entry["title"], entry["purpose"], entry["unit"], entry["longest"]
            )
            for name, entry in data["record"].items()
        },
        evidence=_titled(read["registries/evidence"]),
        activity_classes=Registry(
            {
                name: ActivityClass(name, in_languages(entry["title"]), entry["activities"])
                for name, entry in read["registries/activity_classes"]["class"].items()
            },
            _never(read["registries/activity_classes"]),
        ),
        partner_kinds=_partner_kinds(read["registries/partner_kinds"]),
        reward_classes=Registry(
            {
                name: RewardClass(
                    name, in_languages(entry["title"]), entry["open_alternative"], entry["fee"]
                )
                for name, entry in read["registries/reward_classes"]["class"].items()
            },
            _never(read["registries/reward_classes"]),
        ),
        audiences=_titled(read["registries/audiences"]),
        reversal_reasons=_titled(read["registries/reversal_reasons"]).allowed,
        partners=_partners(read["registries/partners"]),
        innocent=_innocent(data.get("innocent")),
    )


def _partners(values: Values) -> dict[str, RegisteredPartner]:
    return {
        name: RegisteredPartner(name, entry["name"], entry["kind"])
        for name, entry in (values.get("partner") or {}).items()
    }


def _innocent(entry: Any) -> Innocent:
    return Innocent(NameWords(entry["words"]), Phrases(entry["say"])) if entry else Innocent()


def _read(sources: Mapping[str, Source]) -> dict[str, Values]:
    mistakes: list[Mistake] = []
    read: dict[str, Values] = {}
    for name, table in FILES.items():
        source = sources[name]
        mistakes += source.mistakes
        values = table.read(source.table, Reading(source, mistakes)) if source.table else Values()
        read[name] = Values() if isinstance(values, Wrong) else values
    if mistakes:
        raise Mistakes(mistakes)
    return read


def _fact_kind(name: str, entry: Any) -> FactKind:
    return FactKind(
        name,
        entry["title"],
        entry["purpose"],
        entry["class"],
        entry["longest_months"],
        types=entry["types"],
        units=entry["units"],
        names=entry["names"],
        values=entry["values"],
        classes=entry["classes"],
        form=entry["form"],
    )


def _partner_kinds(values: Values) -> Registry[PartnerKind]:
    return Registry(
        {
            name: PartnerKind(
                name,
                in_languages(entry["title"]),
                reports=entry["reports"],
                rewards=entry["rewards"],
                public_fees=entry["public_fees"],
                not_classes=entry["not_classes"],
                reward_clause=entry["reward_clause"],
                reward_instead=_perhaps(entry["reward_instead"]),
            )
            for name, entry in values["kind"].items()
        },
        _never(values),
    )


def _titled(values: Values) -> Registry[Titled]:
    allowed = {name: Titled(name, entry["title"]) for name, entry in values["kind"].items()}
    return Registry(allowed, _never(values))


def _perhaps(texts: Mapping[str, str] | None) -> Sentence | None:
    return in_languages(texts) if texts else None


def _never(values: Values) -> tuple[Never, ...]:
    return tuple(
        Never(
            id=name,
            clause=entry["clause"],
            reason=in_languages(entry["reason"]),
            instead=in_languages(entry["instead"]),
            title=in_languages(entry["title"] or {"": name}),
            called=entry["called"],
            names=NameWords(entry["words"]),
            fact_names=NameWords(entry["fact_words"]),
            phrases=Phrases(entry["ask"]),
            question=_perhaps(entry["question"]),
            report_clause=entry["report_clause"] or entry["clause"],
            reward_clause=entry["reward_clause"] or entry["clause"],
        )
        for name, entry in values["never"].items()
    )
