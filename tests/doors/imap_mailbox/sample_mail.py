"""Mails as they come in, composed after what the servers and programs in use send; the names are practice people's."""

LETTER = "<invitation.moteplasser.1.D01.1@example.org>"
KARI = "kari@example.org"
UID = "sirkel-1@example.org"
#: Our letter's own headers, as a report gives them back.
OURS = f"""From: =?utf-8?q?L=C3=A6ringssirkelen?= <sirkel@example.org>
To: Kari Nordmann <{KARI}>
Reply-To: Anders <anders@example.org>
Subject: Invitasjon
Date: Tue, 13 Apr 2021 08:05:00 +0200
Message-ID: {LETTER}
Auto-Submitted: auto-generated
"""


def mail(text: str) -> bytes:
    return text.strip("\n").replace("\n", "\r\n").encode()


def report(status: str, original: str, *, action: str = "failed", code: str = "5.1.1", said: str = "", more: str = "") -> bytes:
    """A multipart/report (RFC 3464) with the letter, or its headers, behind it."""
    return mail(f"""
Return-Path: <>
From: MAILER-DAEMON@mx.example.org (Mail Delivery System)
To: sirkel@example.org
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
{more}MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="GRENSE/mx"

--GRENSE/mx
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--GRENSE/mx
Content-Type: {status}

Reporting-MTA: dns; mx.example.org
X-Postfix-Sender: rfc822; sirkel@example.org

Final-Recipient: rfc822; {KARI}
Original-Recipient: rfc822;{KARI}
Action: {action}
Status: {code}
Diagnostic-Code: smtp; {said or "550 5.1.1 <kari@example.org>: Recipient address rejected: User unknown"}

--GRENSE/mx
Content-Type: {original}

{OURS}
Hei Kari!
--GRENSE/mx--
""")


POSTFIX = report("message/delivery-status", "message/rfc822")
HEADERS_ONLY = report("message/delivery-status", "text/rfc822-headers")
INTERNATIONAL = report("message/global-delivery-status", "message/global")

#: Microsoft's names the letter in its headers only, and forwards put another recipient in.
EXCHANGE = mail(f"""
From: postmaster@outlook.example.org
To: sirkel@example.org
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="_a1b2_"
Subject: Undeliverable: Invitasjon
In-Reply-To: {LETTER}
References: <annet@example.org> {LETTER}
X-MS-Exchange-Message-Is-Ndr:

--_a1b2_
Content-Type: multipart/alternative; differences=Content-Type; boundary="_b2_"

--_b2_
Content-Type: text/html; charset="utf-8"

<p>kari@example.org wasn't found at example.org.</p>
--_b2_--

--_a1b2_
Content-Type: message/delivery-status

Reporting-MTA: dns;mail-eopbgr10.outbound.example.org
Arrival-Date: Tue, 13 Apr 2021 06:05:02 +0000

Final-Recipient: rfc822;kari@example.org
Action: failed
Status: 5.1.10
Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup

--_a1b2_--
""")

#: Google's: status 5.0.0 with the true one in the server's words.
GOOGLE = report(
    "message/delivery-status", "message/rfc822", code="5.0.0",
    said="550-5.1.1 The email account that you tried to reach does not exist. Please try\n 550-5.1.1 double-checking",
    more="X-Failed-Recipients: kari@example.org\n",
)  # fmt: skip

QMAIL = mail(f"""
Return-Path: <>
From: MAILER-DAEMON@gammel.example.org
To: sirkel@example.org
Subject: failure notice

Hi. This is the qmail-send program at gammel.example.org.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<kari@example.org>:
Sorry, no mailbox here by that name. (#5.1.1)

--- Below this line is a copy of the message.

{OURS}
Hei Kari!
""")


def calendar(answer: str = "DECLINED", *, sequence: str = "SEQUENCE:0\n", stamp: str = "20210501T100000Z", more: str = "",
             method: str = "REPLY") -> str:  # fmt: skip
    return f"""BEGIN:VCALENDAR
PRODID:-//Google Inc//Google Calendar 70.9054//EN
VERSION:2.0
METHOD:{method}
BEGIN:VEVENT
DTSTART:20210511T071500Z
DTEND:20210511T093000Z
DTSTAMP:{stamp}
ORGANIZER;CN=Digital læringssirkel:mailto:sirkel@example.org
UID:{UID}
ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT={answer};CN=Kari
 Nordmann;X-NUM-GUESTS=0:mailto:{KARI}
{more}{sequence}STATUS:CONFIRMED
SUMMARY:Møte
END:VEVENT
END:VCALENDAR
"""


def google_reply(content: str) -> bytes:
    """multipart/mixed { multipart/alternative { text, html, text/calendar }, application/ics }."""
    return mail(f"""
From: Kari Nordmann <{KARI}>
Sender: Google Calendar <calendar-notification@google.example.org>
To: sirkel@example.org
Auto-Submitted: auto-generated
Subject: =?UTF-8?Q?Avsl=C3=A5tt=3A_M=C3=B8te?=
Content-Type: multipart/mixed; boundary="ytre"

--ytre
Content-Type: multipart/alternative; boundary="indre"

--indre
Content-Type: text/plain; charset="UTF-8"; format=flowed; delsp=yes

Kari Nordmann har avslått invitasjonen.

--indre
Content-Type: text/html; charset="UTF-8"

<p>Kari Nordmann har avslått invitasjonen.</p>

--indre
Content-Type: text/calendar; charset="UTF-8"; method=REPLY

{content}
--indre--

--ytre
Content-Type: application/ics; name="invite.ics"
Content-Disposition: attachment; filename="invite.ics"

{content}
--ytre--
""")


def outlook_reply(content: str) -> bytes:
    """multipart/alternative { text, text/calendar in base64 }, with a Windows time zone."""
    from base64 import encodebytes

    coded = encodebytes(content.replace("\n", "\r\n").encode()).decode()
    return mail(f"""
From: Kari Nordmann <{KARI}>
To: =?iso-8859-1?Q?L=E6ringssirkelen?= <sirkel@example.org>
Subject: Declined: Invitasjon
Thread-Topic: Invitasjon
Content-Type: multipart/alternative; boundary="_000_"

--_000_
Content-Type: text/plain; charset="iso-8859-1"
Content-Transfer-Encoding: quoted-printable

Er p=E5 reise.

--_000_
Content-Type: text/calendar; charset="utf-8"; method=REPLY
Content-Transfer-Encoding: base64

{coded}
--_000_--
""")
