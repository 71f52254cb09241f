"""C19: same input, same result, and a plain reason in every language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from plaudit.core.catalogue.saying import listed
from plaudit.core.catalogue.scanner import Path
from plaudit.core.charter.clause import Clause
from plaudit.core.charter.finding import Finding
from plaudit.core.charter.rewards import rewards
from plaudit.core.charter.stages import stages, watched
from plaudit.core.charter.view import View
from plaudit.core.charter.words import NameWords, Phrases
from plaudit.core.refusals import N_
from plaudit.core.sentence import sentence


def check(view: View) -> Iterator[Finding]:
    """Yield each text that is missing in a language of the edition."""
    if view.kind == "reward":
        yield from _reward_file(view)
    if view.kind == "activity" and view.value("title") is None:
        yield view.refuse(
            "C19",
            ("title",),
            seen=sentence(N_("title is missing: nobody could read what the deed is.")),
            write=sentence(N_('Add title = {{ en = "…" }}.')),
            on_key=True,
        )
    if view.kind != "edition" or not view.languages():
        return
    for path, needed in _spoken(view):
        found = _missing(view, path, view.languages(), needed=needed)
        if found is not None:
            yield found
    yield from _deed_types(view)


def _deed_types(view: View) -> Iterator[Finding]:
    """Yield each deed type that a stage counts and whose title a reader couldn't read."""
    told: set[str] = set()
    for kind, index, stage in stages(view):
        for name in watched(stage):
            source = view.world.activities.get(name)
            title = source.table.get("title") if source is not None and source.table else None
            if name in told or not isinstance(title, Mapping):
                continue
            told.add(name)
            missing = _unsaid(title, view.languages())
            if missing:
                yield view.refuse(
                    "C19",
                    (kind, index, "on"),
                    seen=sentence(
                        N_(
                            "The edition speaks {known}, but the deed type {name} has no title "
                            "in {known_2}."
                        ),
                        known=listed(view.languages()),
                        name=name,
                        known_2=listed(missing),
                    ),
                    write=sentence(
                        N_('Add {missing} = "…" to title in its file.'), missing=missing[0]
                    ),
                )


def _unsaid(said: Mapping[str, object], languages: list[str]) -> list[str]:
    return [language for language in languages if not str(said.get(language) or "").strip()]


def _spoken(view: View) -> Iterator[tuple[Path, bool]]:
    """Yield the places of texts that members read, and whether the text must be there at all."""
    yield ("edition", "title"), isinstance(view.value("edition"), Mapping)
    yield ("edition", "purpose"), False
    yield ("basis", "reason"), False
    for kind in ("tally", "rule", "ceiling"):
        for index, _ in view.entries(kind):
            yield (kind, index, "says"), True
    for path, _ in rewards(view):
        yield (*path, "title"), False
        yield (*path, "open_alternative"), False
    for index, _ in view.entries("partner_check"):
        yield ("partner_check", index, "says"), False


def _missing(view: View, path: Path, languages: list[str], *, needed: bool) -> Finding | None:
    said = view.value(*path)
    if said is None and not needed:
        return None
    if said is None:
        return view.refuse(
            "C19",
            path[:-1] if len(path) > 2 else path,
            seen=sentence(
                N_("{path} is missing: nobody could read why points are given."), path=path[-1]
            ),
            write=sentence(
                N_('Add {path} = {{ {languages} = "…" }}, in {known}.'),
                path=path[-1],
                languages=languages[0],
                known=listed(languages),
            ),
            on_key=True,
        )
    if not isinstance(said, Mapping):
        return None
    missing = _unsaid(said, languages)
    if not missing:
        return None
    return view.refuse(
        "C19",
        path,
        seen=sentence(
            N_("The edition speaks {known}, but {path} is not said in {known_2}."),
            known=listed(languages),
            path=path[-1],
            known_2=listed(missing),
        ),
        write=sentence(N_('Add {missing} = "…".'), missing=missing[0]),
        on_key=True,
    )


def _reward_file(view: View) -> Iterator[Finding]:
    """Yield a reward whose title and open alternative aren't said in the same languages."""
    title, other = view.value("title"), view.value("open_alternative")
    if isinstance(title, Mapping) and isinstance(other, Mapping):
        for path, needed in (("title", other), ("open_alternative", title)):
            found = _missing(view, (path,), list(map(str, needed)), needed=False)
            if found is not None:
                yield found


CLAUSE = Clause(
    number="C19",
    plain=N_(
        "The same deed always gives the same points. No guessing machine and no luck is "
        "in it, and you can read why."
    ),
    text="Same input, same result: no model, inference, chance or outside call in an award; each "
    "result has a plain reason in every language of the edition.",
    reason=N_("What nobody can count again, nobody can question."),
    layers="GS",
    instead=(
        sentence(
            N_('Say each rule in every language of the edition: says = {{ en = "…", th = "…" }}.')
        ),
        "Count what a person confirmed, with a rate, a ladder or bands.",
    ),
    cases=(
        "reason-missing",
        "a-model-decides",
        "outside-call",
        "title-missing",
        "deed-type-without-title",
        "deed-type-title-in-one-language",
    ),
    names=NameWords(
        "model* ai ai_* ml ml_* machine_learning* predict* infer* estimat* algorithm* formula* "
        "expression* webhook* url urls http* endpoint* call calls api api_* external_call* "
        "outside_call* llm* neural* classifier* sql lua python now weather* price_of* market* "
        "neural_net* onnx* regression* bayes* inference* judged_by* quality_score* effort_score* "
        "opinion_of* discretion* discretionary* jury* at_discretion* operator_decides* "
        "staff_decides* decides_amount* function_of* compute* computed_by* rest_api* remote* "
        "http_* stock_price* exchange_price* weather oracle* gpt* chatbot* vision* "
        "image_recognition* depends_on_weather* forecast* depends_on* conjecture*"
    ),
    hints=NameWords("random* quality* effort* guess* rough* manual* bonus_by*"),
    ids=NameWords("ai_* machine_learning* predict* inferred* classifier*"),
    phrases=Phrases(
        {
            "en": (
                "artificial intelligence; machine learning; algorithm*; predict*; a model decides; "
                "our model; ai decides; ai model*; computed by ai; inferred; estimated by; "
                "statistical model*; a computer judges; a machine judges; a machine decides; "
                "at the discretion; at our discretion; as we see fit; as the office sees fit; "
                "chatbot*; language model*; neural*; decided by ai; smart software; "
                "automatically rated; quality is rated"
            ),
            "th": ("ปัญญาประดิษฐ์; อัลกอริทึม; โมเดลทำนาย; คาดการณ์โดย; ระบบอัจฉริยะ; เอไอ; คอมพิวเตอร์ตัดสิน"),
            "zh-Hans": (
                "人工智能; 算法; 机器学习; 模型预测; 智能评估; 大模型; 电脑评定; 由系统评; 智能评分"
            ),
        }
    ),
    question=N_("Is any award decided by something that nobody can count again?"),
    check=check,
)
