"""Whose fault a refusal is, by evidence (R26): enhanced status codes (RFC 3463, RFC 5248) and the words of programs in use. Pure.

What a mail server answers and what a delivery report quotes are judged alike. What says nothing for certain has the mildest meaning.
"""

import re
from collections.abc import Mapping
from enum import StrEnum


class About(StrEnum):
    """What a refusal speaks of: us (the first six), the recipient (MISSING to RECIPIENT), the letter, or nothing for certain.

    CLOSED: the mailbox may be missing, or only take nothing now. RECIPIENT: the recipient's own rule, such as members only.
    """

    LOGIN = "login"
    SENDER = "sender"
    ACCOUNT = "account"
    QUOTA = "quota"
    RATE = "rate"
    POLICY = "policy"
    MISSING = "missing"
    CLOSED = "closed"
    FULL = "full"
    RECIPIENT = "recipient"
    SIZE = "size"
    WAIT = "wait"
    UNKNOWN = "unknown"


#: No such mailbox, domain or syntax; moved; Microsoft's «recipient not found».
MISSING_CODES = frozenset({"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10"})
#: Codes, without their class, that say all where the words do not: RFC 3463's, Google's, Microsoft's.
_CODES: Mapping[str, About] = {
    "1.7": About.SENDER, "1.8": About.SENDER, "2.252": About.SENDER, "7.27": About.SENDER, "7.60": About.SENDER,
    "1.90": About.QUOTA, "4.5": About.QUOTA, "5.3": About.QUOTA, "7.28": About.RATE, "7.13": About.ACCOUNT,
    "7.57": About.LOGIN, "7.64": About.LOGIN, "2.2": About.FULL, "2.121": About.FULL, "2.122": About.FULL,
    "2.1": About.CLOSED, "4.1": About.CLOSED, "2.3": About.SIZE, "3.4": About.SIZE,
    "7.124": About.RECIPIENT, "7.133": About.RECIPIENT, "7.134": About.RECIPIENT,
}  # fmt: skip
#: A meaning and the words that say it, the surest first: the first that are found stand, before any code.
_SURE_WORDS = r"""
full: is receiving (?:mail|email|messages)|(?:can|per hour) receive\b|receive limit
recipient: resolver\.rst|members? of (?:this|the) (?:list|group)|blocked by (?:the )?recipient
recipient: (?:not|n't|only) .{0,40}\bto (?:this|the) (?:group|recipient|list|mailbox|distribution|address)
recipient: recipient.{0,30}(?:only (?:accepts|receives)|(?:does not|doesn't|not) accept|has blocked)
account: bad outbound sender|(?:outgoing|outbound|sending).{0,60}CANNOT|account.{0,30}(?:under review|compromised)|\bbilling\b
account: your (?:\w+ )?(?:account|mailbox|domain|access|tenant|organi[sz]ation|service)\b.{0,40}CANNOT
full: (?:mail ?box|inbox|folder|storage|disk).{0,40}(?:\bfull\b|over ?quota|out of (?:storage|space)|size|storage|quota)|full (?:mail|in)box
size: (?:message|mail|attachment|line|header)s? (?:is |are |was )?(?:too (?:large|big|long)|exceeds)|message size|size limit|too (?:large|big)\b
rate: (?:sending|connection|message|unusual) rate|rate[- ]?(?:limit|control)|per (?:second|minute)|concurrent|thread limit|too (?:fast|quickly)
rate: slow(?:er)? down|unusual sending
quota: policy rejection.{0,9}quota
quota: A_DAY.{0,60}(?:limit|quota|exceed|maximum)|(?:limit|quota|exceed|only|max|too many|too much).{0,60}A_DAY|submissionquota|max defers
quota: (?:send(?:ing)?|sent|submission|outgoing|outbound|relay|messag(?:es?|ing)|e-?mails?)\b.{0,30}(?:limit|quota)|credits? (?:limit )?exceeded
quota: (?:limit|quota|exceed).{0,60}(?:sending|submission|outgoing|outbound)
rate: too (?:many|much) (?:\w+ )?(?:e-?mails?|mails?|messages?|recipients?|connections?|requests?|errors?|log-?ins?|commands?|spam)|throttl
full: ADDRESSEE.{0,60}(?:over ?quota|quota exceeded|exceeded.{0,40}(?:quota|storage))|over ?(?:its |the )?quota|not enough (?:\w+ )?space
quota: \bquota\b|limit exceeded|exceeded .{0,30}(?:limit|threshold|maximum|number)|(?:limit|maximum) .{0,30}(?:reached|exceeded)
sender: send[- ]?as\b|sendas|on behalf of|(?:bad|invalid|unknown|unverified|verified|wrong|forged) sender|sender identity|spoof
sender: \bfrom[: -]+(?:address|header|domain|field)|header from|mail from\b|envelope[- ](?:from|sender)|return[- ]path|not owned by|disallowed as
sender: sender (?:address |domain |id )?(?:is |was |has been )?(?:rejected|refused|denied|not |unknown|invalid|unverified|blocked|verif)
sender: \bsender.{0,40}(?:not exist|n't exist|not found|unknown|invalid|not resolve)
sender: permissions? to send|(?:allowed|authori[sz]ed|permitted) to (?:send|use)|address(?:es)? (?:is|are) not verified|verification failed for
login: relay access denied|unable to relay|relay(?:ing)? (?:is )?(?:denied|not (?:permitted|allowed))
missing: no such (?:\w+ )?(?:ADDRESSEE|person|customer)|rec(?:i)?p(?:ient)?notfound|no mailbox (?:here )?by that name|not a (?:valid|known) ADDRESSEE
missing: ADDRESSEE\b.{0,80}?\b(?:unknown|not found|not exist|n't exist|not listed|not known|not recogni[sz]ed|invalid)
missing: ADDRESSEE\b.{0,80}?\bno longer (?:exists?|valid|in use|on|works?|with)|(?:does not|doesn't) have an? \S+ account
missing: (?:unknown|invalid|nonexistent|non-existent|unrouteable|undeliverable) (?:local )?ADDRESSEE|finnes ikke|ukjent (?:bruker|mottaker|adresse)
"""
#: The same where no code says otherwise.
_LIKELY_WORDS = r"""
wait: gr[ea]y[- ]?list
login: relay|(?:authentication|login) (?:is )?(?:required|needed)|not (?:authenticated|logged in)
login: must (?:be authenticated|authenticate (?:first|before|to)|log ?in|issue a starttls)
policy: polic(?:y|ies)|spam|unsolicited|block(?:ed|list|ing)|block list|(?:black|deny) ?list|\blisted\b|reputation|banned|access denied|untrusted
policy: \b(?:spf|dkim|dmarc|ptr|helo|ehlo)\b|authenticat|prohibit|forbidden|virus|malware|phish|malicious|suspicio|reverse dns|client host
policy: abuse|complain|unauthori[sz]ed|not (?:authori[sz]ed|allowed|permitted) (?:to|from)|security|content (?:rejected|filter)
sender: \bsender\b
"""
_CLOSED_WORDS = r"""
closed: unavailable|not available|disabled|inactive|suspended|deactivated|expired|not accepting|not local|name not allowed
closed: (?:recipient|address|mail ?box|user)\b.{0,40}(?:rejected|refused)|(?:rejected|refused|bad) (?:recipient|address|mailbox|user)
"""
_SHORT = {
    "ADDRESSEE": r"(?:user|recipient|mail ?box|account|address|addressee|e-?mail|domain|host|local[- ]part|alias)",
    "CANNOT": r"(?:suspend|disabl|block|paus|lock|restrict|compromis|clos|terminat|deactivat|expir|not (?:been )?(?:activ|verif|enabl))",
    "A_DAY": r"(?:per[- ](?:hour|day)|(?:an|each|every) hour|a day|hourly|daily|24[- ]?h)",
}
#: Codes that say nothing of anybody for certain.
_GENERAL = frozenset({"", "5.0.0", "5.1.0", "5.2.0", "5.5.0"})
_US = frozenset({About.LOGIN, About.SENDER, About.ACCOUNT, About.QUOTA, About.RATE, About.POLICY})
_CODE = re.compile(r"(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?!\.?\d)", re.ASCII)


def _compiled(table: str) -> tuple[tuple[About, re.Pattern[str]], ...]:
    for name, words in _SHORT.items():
        table = table.replace(name, words)
    rows = (line.partition(": ") for line in table.strip().splitlines())
    return tuple((About(meaning), re.compile(words, re.IGNORECASE)) for meaning, _, words in rows)


_SURE, _LIKELY, _SHUT = map(_compiled, (_SURE_WORDS, _LIKELY_WORDS, _CLOSED_WORDS))


def status(text: str, code: int = 0) -> str:
    """The enhanced status code (RFC 3463) that `text` holds, of the class of the reply's `code` (0: any), "" when it has none.

    The first that says something: behind a general one a mail server may quote another's exact one.
    """
    found = [each for each in _CODE.findall(text) if not code or each[0] == str(code)[0]]
    return next((each for each in found if not each.endswith(".0.0")), found[0] if found else "")


def about(text: str, exact: str = "", code: int = 0, *, ours: bool = False) -> About:
    """What a refusal speaks of. `exact` is its enhanced code where it is known, `code` the reply's (0: it is a report).

    `ours`: it names the sender's address or account, and not the recipient's.
    """
    exact, line = exact or status(text, code), " ".join(text.split())
    if code == 530:
        return About.LOGIN
    final = (str(code) if code else exact or "5").startswith("5")
    found = _spoken_of(line, exact, ours=ours and final)
    return found if final or found in _US | {About.FULL} else About.WAIT


def _spoken_of(line: str, exact: str, *, ours: bool) -> About:
    said, known = _first(_SURE, line), _CODES.get(exact[2:])
    if said and not (said is About.MISSING and known in _US):  # a sender may be missing, too
        return said
    if ours:
        return About.ACCOUNT if _first(_SHUT, line) else About.SENDER
    if exact in MISSING_CODES:
        return About.MISSING
    if found := known or _first(_LIKELY, line):
        return found
    if exact.startswith("5.7."):
        return About.POLICY
    return (_first(_SHUT, line) if exact in _GENERAL else None) or About.UNKNOWN


def _first(meanings: tuple[tuple[About, re.Pattern[str]], ...], line: str) -> About | None:
    return next((meaning for meaning, words in meanings if words.search(line)), None)


def opens_after(text: str) -> str:
    """How long a quota lasts, as far as the server says: «time» or «dag»."""
    return "time" if re.search(r"hour", text, re.IGNORECASE) and not re.search(r"\b24|dai?ly|\bday", text, re.IGNORECASE) else "dag"


#: What only a person can do about a refusal, each the end of its sentence.
ADVICE: Mapping[About, str] = {
    About.LOGIN: "Sett user i doors.toml, [post], og passordet, og se at host er tjeneren som hører til kontoen.",
    About.SENDER: "Rett sender i doors.toml, [post], til en adresse som kontoen (user) får sende fra, eller bytt konto.",
    About.ACCOUNT: "Den som styrer kontoen hos leverandøren, må åpne den igjen; ellers bytt konto (user i doors.toml, [post]).",
    About.POLICY: "Spør den som driver tjeneren, hva som må til: Domenet til sender kan mangle SPF eller DKIM, eller stå på en sperreliste.",
    About.UNKNOWN: "Vis ordene til den som driver e-posttjeneren.",
}


def with_advice(detail: str) -> tuple[str, str]:
    """`detail`, of a letter that waits, and what only a person can do, with which it ends; "" where waiting may help."""
    advice = next(filter(detail.endswith, ADVICE.values()), "")
    return detail.removesuffix(advice).rstrip(), advice


def server_words_in(detail: str) -> str:
    """What the server said of a letter, out of its `detail`, which has it in brackets; "" where nothing was said."""
    return detail.partition("(")[2].rpartition("). ")[0]


def words_alike(said: str) -> tuple[str, ...]:
    """The words of a refusal without what differs between letters (figures, names, hosts): of two that are alike it is one text.

    Only its beginning, for it may have been cut.
    """
    return tuple(word for word in re.findall(r"[^\s,;:()<>\[\]«»\"]+", said.casefold()) if word.strip(".").isalpha())[:16]
