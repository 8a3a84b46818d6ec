"""What is kept of people, why, where and how long, made from the circle's own facts (GDPR art. 13); and all of it about oneself (art. 15)."""

import json
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from starlette.responses import Response

from tasks import clock
from tasks.circle.answers.page_views import in_order
from tasks.circle.meetings.closing import erase_instant
from tasks.circle.model.languages import LANGUAGE_FACTS
from tasks.circle.model.letter_kinds import KINDS
from tasks.circle.model.links import Purpose
from tasks.circle.model.phrases import clock_words, date_words
from tasks.circle.model.records import Memory
from tasks.circle.proposals.shown_words import Release
from tasks.pages.circle_site import CircleSite, Visitor
from tasks.pages.form_request import PageRequest
from tasks.pages.my_page import asking
from tasks.settings.model import Doors
from tasks.settings.prefect_environment import RUNS_KEPT_DAYS


def privacy(request: PageRequest) -> Response:
    """Only the doors in use are named, with whose machines they are."""
    site = request.site
    circle, doors = site.context.circle, site.context.settings.doors
    language = request.chosen_language or circle.language
    services = [
        ("google" if doors.sheet.kind == "google" else "workbook", ""),
        ("zoom", "") if doors.room.kind == "zoom" else ("room", urlsplit(doors.room.link).hostname or ""),
        *(("form", host) for host in sorted(_forms(doors))),
        *([("smtp", doors.post.host)] if doors.post.kind == "smtp" else []),
        *([("mailbox", doors.mailbox.host)] if doors.mailbox.kind == "imap" else []),
    ]
    last = (erase_instant(circle) - timedelta(seconds=1)).astimezone(circle.zone).date()
    return request.page(
        "privacy.html", circle.language, personal=False, services=services, outside=any(each in ("google", "zoom", "form") for each, _ in services),
        erased_after=date_words(last, language), days=RUNS_KEPT_DAYS,
        leaders=[each.name for each in circle.facilitators], attendance=doors.room.attendance,
        recorded=doors.room.kind == "zoom" and doors.room.recording != "none",
    )  # fmt: skip


def _forms(doors: Doors) -> set[str]:
    """The machines that forms elsewhere are on."""
    links = (doors.pages.answer_form, doors.pages.absence_form, doors.pages.consultation_form)
    return {host for link in links if (host := urlsplit(link).hostname)}


def everything(request: PageRequest) -> Response:
    """All that is held about the one who has the link, for people to read."""
    visitor = request.site.visitor(request.path["who"], Purpose.ME)
    if visitor is None or visitor.hidden:
        return asking(request, visitor)
    language, zone = request.chosen_language or visitor.language, request.site.context.circle.zone
    starts = {each.number: each.start.astimezone(zone).date() for each in visitor.memory.meetings}

    def shown(key: str, value: object) -> str:
        if isinstance(value, datetime):
            local = value.astimezone(zone)
            return f"{date_words(local.date(), language)}, {clock_words(local, language)}"
        if key == "language":
            return LANGUAGE_FACTS[str(value)].name
        if key == "meeting":
            known = starts.get(int(str(value)))
            return date_words(known, language) if known else request.look.sentence(language, "everything.no_meeting", number=value)
        if key == "dates" and isinstance(value, list):
            return "; ".join(date_words(date.fromisoformat(each), language) for each in value)
        if key == "kind":
            return KINDS[str(value)].facts.names[language]
        return "; ".join(map(str, value)) if isinstance(value, list) else str(value)

    kept = {
        place: [[(key, shown(key, value)) for key, value in row.items() if _says(value)] for row in rows]
        for place, rows in held(request.site, visitor, language).items()
    }
    return request.page("everything.html", visitor.language, visitor=visitor, kept=kept)


def everything_file(request: PageRequest) -> Response:
    """The same as a file that other programs read (art. 20): JSON, times in UTC."""
    visitor = request.site.visitor(request.path["who"], Purpose.ME)
    if visitor is None or visitor.hidden:
        return asking(request, visitor)
    text = json.dumps(held(request.site, visitor, visitor.language), ensure_ascii=False, indent=2, default=_plain)
    name = f"{request.site.ref.circle}-{visitor.code}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text, media_type="application/json", headers=headers)


def held(site: CircleSite, visitor: Visitor, language: str) -> dict[str, list[dict[str, object]]]:
    """By place, what sheet and ledger hold of a person; what is held back from them (R29) is not in it,
    and titles that are others' words stand as others read them (R41)."""
    known, memory = visitor.known, visitor.memory
    whole: Memory = site.context.doors.ledger.memory(site.ref.circle)
    code, release = visitor.code, Release(site.context.circle, memory, site.context.keys.digest, clock.now())
    row = site.sign_up_of(known.digest) if known else None
    numbers = {meeting.number: meeting for meeting in in_order(memory.meetings)}
    return {
        "sign_up": [row] if row else [],
        "membership": [{"code": code, "joined": known.joined, "left": known.left, "withdrawn": known.withdrawn, "letters_refused": known.unreachable}]
        if known
        else [],
        "consent": [
            {"at": each.at, "language": each.language, "said_yes_to": each.text} for each in whole.consents if known and each.digest == known.digest
        ],
        "answers": [
            {"meeting": each.meeting, "question": each.question, "text": each.text, "at": each.at}
            for each in sorted(
                {(r.meeting, r.question, r.at, r.text): r for r in (*memory.replies, *memory.own_replies, *memory.room_replies)}.values(), key=_when
            )
            if each.text
        ],
        "votes": [
            {
                "meeting": each.meeting,
                "proposals": release.titles([(title, 0) for title in each.proposals], language),
                "dates": [str(day) for day in each.dates],
                "none_fits": each.none_fits,
                "comment": each.comment,
                "at": each.at,
            }
            for each in sorted({*memory.votes, *memory.own_votes}, key=_when)
        ],
        "room_votes": [{"meeting": each.meeting, "proposals": list(each.proposals), "at": each.at} for each in memory.room_votes],
        "decided": [{"at": each.at, "shown": "yes" if each.shown else "no"} for each in whole.words_decided if each.by == code],
        "coming": [{"meeting": each.meeting, "answer": each.answer, "at": each.at} for each in memory.attendance_replies],
        "was_there": _was_there(whole, code) if not visitor.held else [],
        "letters": [
            {"kind": each.kind.value, "meeting": each.meeting if each.meeting in numbers else None, "at": each.at, "outcome": each.outcome.value}
            for each in whole.letters
            if each.person == code and (not visitor.held or not known or not known.answers_from or each.at >= known.answers_from)
        ],
    }


def _was_there(whole: Memory, code: str) -> list[dict[str, object]]:
    """What the room's service told, what their own «Bli med» did, and what people typed in «Frammøte» (R35)."""
    minutes = [(each.person, each.meeting, each.minutes) for each in whole.attended]
    minutes += [(each.person, each.meeting, each.minutes) for each in whole.typed_minutes if not each.none]
    told: list[dict[str, object]] = [{"meeting": number, "minutes": found} for person, number, found in minutes if person == code]
    return told + [{"meeting": each.meeting, "came_in": each.at} for each in whole.came_in if each.person == code]


def _says(value: object) -> bool:
    """Whether there is anything to show; 0 is."""
    return not (value is None or value is False or value in ("", []))


def _when(each: object) -> datetime:
    at: datetime = each.at  # type: ignore[attr-defined]
    return at


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
