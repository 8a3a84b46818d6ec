"""The look of a letter's HTML part: one calm column, the reader's own fonts, light and dark, nothing fetched from anywhere."""

from html import escape

# Shared with the pages. Contrast of every pair is at least 7:1 (WCAG 2.2, 1.4.6), muted text at least 4.5:1. A mail reader that drops <style>
# still shows plain, readable HTML in the right order.
STYLE = """\
:root{color-scheme:light dark}
body{margin:0;padding:1.5rem 1rem;background:#f7f5f0;color:#22292e;\
font:1.0625rem/1.6 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
main{max-width:38rem;margin:0 auto;overflow-wrap:break-word}
p,ul,ol,blockquote{margin:0 0 1rem}
h1{margin:0 0 1rem;font-size:1.5rem;line-height:1.25}
h2,h3{margin:1.75rem 0 .5rem;font-size:1.125rem;line-height:1.3}
ul,ol{padding-left:1.4rem}
li{margin:.25rem 0}
li p{margin:0 0 .5rem}
blockquote{padding:.1rem 0 .1rem 1rem;border-left:.25rem solid #b9cfc9}
blockquote p{margin:.4rem 0}
a{color:#0b5650}
a.button{display:inline-block;margin:.25rem 0;padding:.65rem 1.25rem;border-radius:.5rem;background:#0b5650;color:#fff;\
font-weight:600;text-decoration:none}
hr{margin:2.25rem 0 1rem;border:0;border-top:1px solid #d8d3c8}
hr~*{font-size:.875rem;line-height:1.5;color:#5a6268}
@media (prefers-color-scheme:dark){
body{background:#15191b;color:#e8e6e1}
blockquote{border-left-color:#3f5f59}
a{color:#8fd6ca}
a.button{background:#8fd6ca;color:#0c211e}
hr{border-top-color:#3a4145}
hr~*{color:#a5adb2}
}
@media print{
body{padding:0;background:#fff;color:#000;font-size:11pt}
main{max-width:none}
h1,h2,h3{break-after:avoid}
li,blockquote p{break-inside:avoid}
}
"""

_HEAD = """\
<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>"""


def page(language: str, title: str, body: str) -> str:
    """A whole HTML document round `body`, which is HTML already; `title` is plain words."""
    head = _HEAD.replace("{language}", language)
    return f"{head}{escape(title)}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n{body}</main>\n</body>\n</html>\n"
