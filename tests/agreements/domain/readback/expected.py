"""What is lifted and found, as the corpus writes it."""

from agreements.domain.readback import TO_SETTLE, Finding, Mention, Verdict


def lifted(mentions: tuple[Mention, ...]) -> list[str]:
    return [f"{mention.text} = {mention.value}" for mention in mentions]


def found(findings: tuple[Finding, ...]) -> dict[str, list[str]]:
    return {
        "same": [_field(finding) for finding in findings if finding.verdict == Verdict.SAME],
        "silent": [_field(finding) for finding in findings if finding.verdict == Verdict.NOT_MENTIONED],
        "asked": [
            f"{_field(finding)} {finding.verdict}: {finding.why}"
            for finding in findings
            if finding.verdict in TO_SETTLE
        ],
    }


def _field(finding: Finding) -> str:
    return f"{finding.commitment or '-'} {finding.field}"
