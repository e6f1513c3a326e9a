from agreements.domain.readback import Field, Finding, Piece, Verdict, underlines


def finding(verdict: Verdict, *spans: tuple[int, int]) -> Finding:
    return Finding(1, Field.DUE_ON, verdict, "", "", "", spans)


def test_a_text_without_findings_is_one_piece() -> None:
    assert underlines("Pricing by 15 March", ()) == (Piece("Pricing by 15 March", None),)


def test_an_empty_text_has_no_pieces() -> None:
    assert underlines("", ()) == ()


def test_each_place_shows_its_verdict() -> None:
    findings = (finding(Verdict.SAME, (0, 7)), finding(Verdict.DIFFERS, (11, 19)))
    assert underlines("Pricing by 15 March", findings) == (
        Piece("Pricing", Verdict.SAME),
        Piece(" by ", None),
        Piece("15 March", Verdict.DIFFERS),
    )


def test_where_two_overlap_the_one_that_asks_shows() -> None:
    findings = (finding(Verdict.SAME, (0, 4)), finding(Verdict.UNCLEAR, (2, 6)))
    assert underlines("abcdef", findings) == (
        Piece("ab", Verdict.SAME),
        Piece("cd", Verdict.UNCLEAR),
        Piece("ef", Verdict.UNCLEAR),
    )
