"""Replies as programs write them, made of a letter of ours and somebody's own words: one function for each program's form.

The forms are facts of those programs (attribution lines, heads, marks); the words in them are ours.
"""

from collections.abc import Callable, Mapping

WHO, ADDRESS = "Læringssirkelen", "sirkel@example.org"
SUBJECT, TO = "To spørsmål etter møtet tirsdag 24. august 2021", "Kari Nordmann <kari.nordmann@example.org>"
Form = Callable[[str, str], str]


def marked(letter: str, mark: str = "> ") -> str:
    return "\n".join(f"{mark}{line}".rstrip() if mark == "> " else f"{mark}{line}" for line in letter.splitlines())


def below(attribution: str, mark: str = "> ") -> Form:
    """The answer first, then who wrote what, then the letter with marks."""
    return lambda own, letter: f"{own}\n\n{attribution}\n{marked(letter, mark)}\n"


def head(*lines: str, before: str = "") -> Form:
    """The answer first, then a head of fields, then the letter without marks."""
    return lambda own, letter: "\n".join((own, "", *([before] if before else []), *lines, "", letter, ""))


def bare(attribution: str) -> Form:
    return lambda own, letter: f"{own}\n\n{attribution}\n\n{letter}\n"


def after(attribution: str) -> Form:
    """The answer below the quote."""
    return lambda own, letter: f"{attribution}\n{marked(letter)}\n\n{own}\n"


PROGRAMS: Mapping[str, Form] = {
    "gmail nb": below(f"tir. 24. aug. 2021 kl. 11:30 skrev {WHO} <{ADDRESS}>:\n"),
    "gmail nn": below(f"tys. 24. aug. 2021 kl. 11:30 skreiv {WHO} <{ADDRESS}>:\n"),
    "gmail en, broken in two": below(f"On Tue, Aug 24, 2021 at 11:30 AM {WHO} <\n{ADDRESS}> wrote:\n"),
    "gmail sv": below(f"Den tis 24 aug. 2021 kl 11:30 skrev {WHO} <{ADDRESS}>:\n"),
    "gmail de": below(f"Am Di., 24. Aug. 2021 um 11:30 Uhr schrieb {WHO} <{ADDRESS}>:\n"),
    "gmail fr": below(f"Le mar. 24 août 2021 à 11:30, {WHO} <{ADDRESS}> a écrit :\n"),
    "gmail pl": below(f"wt., 24 sie 2021 o 11:30 {WHO} <{ADDRESS}> napisał(a):\n"),
    "mail.ru": below(f"Вторник, 24 августа 2021, 11:30 +02:00 от {WHO} <{ADDRESS}>:\n"),
    "outlook nb": head(f"Fra: {WHO} <{ADDRESS}> ", "Sendt: tirsdag 24. august 2021 11:30", f"Til: {TO}", f"Emne: {SUBJECT}"),
    "outlook nn": head(f"Frå: {WHO} <{ADDRESS}> ", "Sendt: tysdag 24. august 2021 11:30", f"Til: {TO}", f"Emne: {SUBJECT}"),
    "outlook en": head(f"From: {WHO} <{ADDRESS}> ", "Sent: Tuesday, August 24, 2021 11:30 AM", f"To: {TO}", f"Subject: {SUBJECT}"),
    "outlook mac": head(f"Fra: {WHO} <{ADDRESS}>", "Dato: tirsdag 24. august 2021 kl. 11:30", f"Til: {TO}", f"Emne: {SUBJECT}"),
    "outlook ios": head(f"Fra: {WHO} <{ADDRESS}>", "Sendt: tirsdag 24. august 2021 11:30", f"Til: {TO}", f"Emne: {SUBJECT}",
                        before="Få Outlook for iOS<https://aka.ms/o0ukef>\n________________________________"),
    "outlook bold": head(f"*Fra:* {WHO} <{ADDRESS}>", "*Sendt:* tirsdag 24. august 2021 11:30", f"*Til:* {TO}", f"*Emne:* {SUBJECT}"),
    "outlook sv": head(f"Från: {WHO} <{ADDRESS}>", "Skickat: den 24 augusti 2021 11:30", f"Till: {TO}", f"Ämne: {SUBJECT}"),
    "outlook de": head(f"Von: {WHO} <{ADDRESS}>", "Gesendet: Dienstag, 24. August 2021 11:30", f"An: {TO}", f"Betreff: {SUBJECT}"),
    "iphone nb": lambda own, letter: f"{own}\n\nSendt fra min iPhone\n\n" + marked(f"24. aug. 2021 kl. 11:30 skrev {WHO} <{ADDRESS}>:\n\n{letter}"),
    "iphone en": lambda own, letter: f"{own}\n\nSent from my iPhone\n\n" + marked(f"On 24 Aug 2021, at 11:30, {WHO} <{ADDRESS}> wrote:\n\n{letter}"),
    "thunderbird nb": below(f"Den 24.08.2021 11:30, skrev {WHO}:"),
    "thunderbird en, below": after(f"On 24/08/2021 11:30, {WHO} wrote:"),
    "thunderbird nb, below": after(f"Den 24.08.2021 11:30, skrev {WHO}:"),
    "proton nb": below(f"tirsdag 24. august 2021 kl. 11:30 skrev {WHO} <{ADDRESS}>:\n"),
    "proton en": lambda own, letter: (f"{own}\n\nSent with Proton Mail secure email.\n\n------- Original Message -------\n"
                                      f"On Tuesday, August 24th, 2021 at 11:30 AM, {WHO} <{ADDRESS}> wrote:\n\n\n{marked(letter)}\n"),
    "yahoo nb": bare(f"    tirsdag 24. august 2021, 11:30:00 CEST skrev {WHO} <{ADDRESS}>:  "),
    "yahoo en": bare(f"    On Tuesday, 24 August 2021 at 11:30:00 CEST, {WHO} <{ADDRESS}> wrote:  "),
    "samsung": lambda own, letter: (f"{own}\n\nSendt fra min Galaxy\n-------- Opprinnelig melding --------\nFra: {WHO} <{ADDRESS}> "
                                    f"Dato: 24.08.2021  11:30  (GMT+01:00) Til: {TO} Emne: {SUBJECT} \n{letter}\n"),
    "k-9": below(f'Den 24. august 2021 11:30:00 CEST, skrev "{WHO}" <{ADDRESS}>:', ">"),
    "fairemail": below(f"24. aug. 2021 11:30:00 skrev {WHO} <{ADDRESS}>:\n"),
    "em client": head(f'Fra: "{WHO}" <{ADDRESS}>', f"Til: {TO}", "Sendt: 24.08.2021 11:30:00", f"Emne: {SUBJECT}",
                      before="------ Opprinnelig melding ------"),
    "zimbra": head(f"Fra: \"{WHO}\" <{ADDRESS}>", f"Til: {TO}", "Sendt: tirsdag 24. august 2021 11:30:00", f"Emne: {SUBJECT}"),
    "mutt": below(f"On Tue, Aug 24, 2021 at 11:30:00AM +0200, {WHO} wrote:"),
    "evolution": below(f"ty., 24.08.2021 kl. 11.30 +0200, skrev {WHO}:"),
    "airmail": below(f"On 24 August 2021 at 11:30:00, {WHO} ({ADDRESS}) wrote:\n"),
    "groupwise": bare(f">>> {WHO} <{ADDRESS}> 24.08.2021 11:30 >>>"),
    "notes": lambda own, letter: f"{own}\n\n-----{WHO} <{ADDRESS}> skrev: -----\nTil: {TO}\nFra: {WHO} <{ADDRESS}>\nDato: 24.08.2021 "
        f"11:30\nEmne: {SUBJECT}\n\n{letter}\n",
    "the bat": below(f"{WHO} skrev 24.08.2021 11:30:"),
    "forwarded": head(f"Fra: {WHO} <{ADDRESS}>", "Date: tir. 24. aug. 2021 kl. 11:30", f"Subject: {SUBJECT}", f"To: {TO}",
                      before="---------- Forwarded message ---------"),
    "nothing at all": lambda own, letter: f"{own}\n\n{letter}\n",
    "no quote": lambda own, letter: f"{own}\n",
}  # fmt: skip
