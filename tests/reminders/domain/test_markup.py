import pytest
from hypothesis import given
from hypothesis import strategies as st

from reminders.domain.markup import text_of
from reminders.domain.paragraphs import first_paragraph

NOTE = "The deck is at 80 %, the guide starts today."
GMAIL = (
    f'<div dir="ltr"><div>{NOTE}</div><div><br></div><div>More</div></div><br><div class="gmail_quote">'
    '<div class="gmail_attr">On Mon, 1 Mar 2027 Holdfast wrote:<br></div>'
    "<blockquote>How is it going?</blockquote></div>"
)
OUTLOOK = (
    "<html><head><style>p.MsoNormal {margin:0}</style></head><body><div class=WordSection1>"
    f"<p class=MsoNormal>{NOTE}<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p><p class=MsoNormal>Dana</p>"
    "<div style='border:none;border-top:solid #E1E1E1 1.0pt'><p class=MsoNormal><b>Von:</b> Holdfast<br>"
    "<b>Gesendet:</b> Montag, 1. M&auml;rz 2027<br><b>An:</b> Dana</p></div></div></body></html>"
)
OUTLOOK_ON_A_PHONE = (
    f'<div dir="auto">{NOTE}</div><div dir="auto"><br></div>'
    '<div id="ms-outlook-mobile-signature">Get Outlook for iOS</div>'
    '<hr><div id="divRplyFwdMsg"><b>From:</b> Holdfast</div>'
)
APPLE = (
    f'<html><body>{NOTE}<br id="lineBreakAtBeginningOfSignature"><div dir="ltr">Von meinem iPhone gesendet</div>'
    '<div dir="ltr"><br><blockquote type="cite">Am 01.03.2027 um 09:00 schrieb Holdfast:<br></blockquote></div>'
    "</body></html>"
)


@pytest.mark.parametrize("markup", [NOTE, f"<p>{NOTE}</p>", GMAIL, OUTLOOK, OUTLOOK_ON_A_PHONE, APPLE])
def test_html_says_its_first_own_paragraph(markup: str) -> None:
    assert first_paragraph(text_of(markup)) == NOTE


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("", ""),
        ("<p>One</p><p>Two</p>", "One\n\nTwo"),
        ("One<br>two<br><br>three", "One\ntwo\n\nthree"),
        ("<div><div>One</div></div><div>Two</div>", "One\nTwo"),
        ("<script>alert(1)</script><style>p{}</style><b>One</b>", "One"),
        ("a &lt;b&gt; &amp; c", "a <b> & c"),
        ("One<blockquote>Two</blockquote>Three", "One"),
        ("<p>One", "One"),
        ("One</br>two", "Onetwo"),
    ],
)
def test_blocks_are_lines(markup: str, text: str) -> None:
    assert text_of(markup).strip() == text


@given(st.text(alphabet="<>/abp&;#'\"= \n!-br"))
def test_any_markup_can_be_read(markup: str) -> None:
    assert isinstance(text_of(markup), str)
