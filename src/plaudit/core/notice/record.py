"""The record of processing, made from an edition. Source: GDPR, article 30(1)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from plaudit.core.activity import Activity, Fact
from plaudit.core.charter.clauses import CLAUSES
from plaudit.core.notice.markdown import pairs, plain, table
from plaudit.core.notice.particulars import Particulars
from plaudit.core.period import date_of

FILL = "☐ To be filled in by a person:"
"""What marks a place that nothing in the edition can fill."""

REPORTS = "whether its own reports were taken, under a handle of its own"
REWARDS = "whether a voucher is good, and for which reward"
TO_FILL = {
    "processors": "who runs the computers on the controller's behalf, and under which contract "
    "(article 28); none, where the controller runs them itself",
    "transfers": "whether any data leaves the country or the area where this law holds, where to, "
    "and under which safeguards (article 30(1)(e))",
    "measures": "measures of the place: who has the keys, how copies are kept, who is trained",
}


def english(texts: Mapping[str, str], otherwise: str = "") -> str:
    """Return a text in English, or what there is: records are for the programme's office."""
    return texts.get("en") or next(iter(texts.values()), otherwise)


def record_of(of: Particulars) -> dict[str, Any]:
    """Return the record of processing as plain data."""
    contact = of.parts["contact"]
    who = ("controller", "address", "email", "phone")
    return {
        "record": "Record of processing (GDPR, article 30(1))",
        "edition": edition_of(of),
        "controller": {key: contact[key] for key in who},
        "data_protection_officer": contact["data_protection_officer"],
        "supervisory_authority": contact["supervisory_authority"],
        "purpose": english(of.purpose),
        "legal_basis": {
            "basis": str(of.one("basis", "legal_basis")),
            "reason": english(of.one("basis", "reason")),
            "assessment": of.one("basis", "assessment"),
        },
        "people": _people(of),
        "deeds": [_deed(activity, of) for activity in of.activities],
        "kept": [
            {
                "id": kind.id,
                "title": english(kind.title),
                "purpose": english(kind.purpose),
                "at_most": number,
                "unit": kind.unit,
            }
            for kind, number in of.kept()
        ],
        "recipients": [_recipient(one, of) for one in of.many("partner")],
        "measures": [
            {"clause": one.number, "measure": one.text} for one in CLAUSES if "R" in one.layers
        ],
        "to_be_filled_in": TO_FILL,
    }


def edition_of(of: Particulars) -> dict[str, str]:
    """Return which edition something was made from, and the hash of what it says."""
    return {
        "programme": of.edition.programme,
        "title": english(of.edition.title, of.edition.programme),
        "id": of.edition.id,
        "published_on": date_of(of.one("people", "published_on")).isoformat(),
        "starts_on": date_of(of.edition.starts_on).isoformat(),
        "source": of.edition.source,
        "content_sha256": of.content_sha256,
    }


def _people(of: Particulars) -> dict[str, Any]:
    audiences = of.registries.audiences.allowed
    return {
        "open_to": [
            english(audiences[id].title, id) if id in audiences else id
            for id in of.one("audience", "open_to")
        ],
        "from_age_years": of.one("audience", "from_age_years"),
        "joining": str(of.one("audience", "joining")),
    }


def _deed(activity: Activity, of: Particulars) -> dict[str, Any]:
    evidence = of.registries.evidence.allowed.get(activity.evidence)
    return {
        "id": activity.id,
        "title": english(activity.title, activity.id),
        "facts": [_fact(fact, of) for fact in activity.facts],
        "evidence": english(evidence.title) if evidence else activity.evidence,
        "reported_by": of.reporting(activity.id),
        "details_deleted_after_days": of.details_days,
    }


def _fact(fact: Fact, of: Particulars) -> dict[str, str]:
    kind = of.fact_kind(fact.name, fact.kind)
    return {
        "name": fact.name,
        "title": english(fact.title, fact.name),
        "class": kind.data_class if kind else "",
        "purpose": english(kind.purpose) if kind else "",
    }


def _recipient(partner: Any, of: Particulars) -> dict[str, Any]:
    kind = of.registries.partner_kinds.allowed.get(partner["kind"])
    gives = any(one["provider"] == partner["id"] for one in of.many("reward"))
    learns = [REPORTS] if partner["activities"] else []
    return {
        "id": partner["id"],
        "name": partner["name"],
        "kind": kind.title if kind else partner["kind"],
        "reports": list(partner["activities"]),
        "learns": [*learns, *([REWARDS] if gives else [])],
    }


def record_markdown(record: Mapping[str, Any]) -> str:
    """Return a record as Markdown."""
    lines = [f"# {record['record']}: {plain(record['edition']['title'])}", ""]
    lines += pairs(worded(record["edition"]))
    for title, part in (
        ("Controller", record["controller"]),
        ("Purpose and legal basis", {"purpose": record["purpose"], **record["legal_basis"]}),
        ("Whose data", record["people"]),
    ):
        lines += [f"## {title}", "", *pairs(worded(part))]
    others = ("data_protection_officer", "supervisory_authority")
    lines += pairs(worded({key: record[key] for key in others}))
    lines += ["## Categories of data: deeds", "", *deeds_table(record)]
    lines += ["## Categories of data: what is kept, what for, and its last day", ""]
    lines += kept_table(record)
    lines += ["## Recipients", "", *_recipients(record)]
    lines += [f"{FILL} {plain(TO_FILL['processors'])}.", ""]
    lines += ["## Transfers", "", f"{FILL} {plain(TO_FILL['transfers'])}.", ""]
    lines += ["## Measures (article 32)", "", "Held by the program and its database:", ""]
    lines += [f"- **{one['clause']}** {plain(one['measure'])}" for one in record["measures"]]
    lines += ["", f"{FILL} {plain(TO_FILL['measures'])}."]
    return "\n".join(lines) + "\n"


def worded(part: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the keys of a part with their values, both in words."""
    for key, value in part.items():
        words = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
        yield key.replace("_", " ").capitalize(), words


def deeds_table(record: Mapping[str, Any]) -> Iterator[str]:
    """Yield the deed types with their facts, sources and last days."""
    head = ("Deed", "Facts", "What for", "Reported by", "Evidence", "Details deleted after")
    yield from table(
        head,
        (
            (
                deed["title"],
                ", ".join(f"{one['title']} ({one['class']})" for one in deed["facts"])
                or "only that it happened",
                "; ".join(dict.fromkeys(one["purpose"] for one in deed["facts"])),
                ", ".join(deed["reported_by"]),
                deed["evidence"],
                f"{deed['details_deleted_after_days']} days",
            )
            for deed in record["deeds"]
        ),
    )


def kept_table(record: Mapping[str, Any]) -> Iterator[str]:
    """Yield the kinds of records with their purposes and last days."""
    rows = (
        (one["title"], one["purpose"], f"{one['at_most']} {one['unit']}") for one in record["kept"]
    )
    yield from table(("Kind", "What for", "Kept at most"), rows)


def _recipients(record: Mapping[str, Any]) -> Iterator[str]:
    rows = (
        (one["name"], one["kind"], ", ".join(one["reports"]), "; ".join(one["learns"]))
        for one in record["recipients"]
    )
    yield from table(("Partner", "Kind", "Reports", "Learns"), rows)
