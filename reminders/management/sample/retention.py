"""Security, Product and Finance on how long data are kept: proposed four days ago, and being said back."""

from agreements.domain.mismatches import Where
from reminders.management.sample.cast import TRUST
from reminders.management.sample.script import Heard, Promise, Side, Story, Word

RETENTION = Story(
    title="Data retention rules",
    priority=TRUST,
    goal="We keep personal data only as long as somebody can say why.",
    starts=0,
    review=90,
    sides=(
        Side(team="it-security", representative="aiko", gains="A complete list of systems, and one rule for all."),
        Side(team="product", representative="maya", gains="Logs for as long as a release is debugged, and no longer."),
        Side(team="finance", representative="henrik", gains="Proof for the audit without asking for it."),
    ),
    promises=(
        Promise(
            deliverable="Raw logs deleted after 30 days",
            done_when="A search for older raw logs finds nothing in any system.",
            owner="sam",
            accepter="dana",
            due=28,
        ),
        Promise(
            deliverable="Monthly deletion report",
            done_when="Finance has the first one, with counts for each system.",
            owner="aiko",
            accepter="sofia",
            due=35,
            waits_on=(("Raw logs deleted after 30 days", 7),),
        ),
        Promise(
            deliverable="List of systems that keep personal data",
            done_when="Each system has an owner and a reason.",
            owner="dana",
            accepter="aiko",
            due=14,
        ),
        Promise(
            deliverable="Budget of 12,000 EUR for the archive",
            done_when="The order can be placed.",
            owner="sofia",
            accepter="sam",
            due=10,
        ),
    ),
    heard=(
        Heard(
            who="aiko",
            on=-3,
            text=(
                "Sam makes sure that raw logs are deleted after 30 days, by <28>. From then on I send "
                "Finance a deletion report each month, the first one by <35>. Audit logs we keep for 12 months."
            ),
        ),
        Heard(
            who="maya",
            on=-2,
            text=(
                "Dana gives Security the list of systems that keep personal data by <18>. We lose raw logs after 30 "
                "days, which is enough to debug a release."
            ),
        ),
        Heard(
            who="henrik",
            on=-1,
            text=(
                "Sofia releases the budget for the archive, 12,000 EUR, by <10>. In return we get a deletion report "
                "every month without asking for it."
            ),
        ),
        Heard(who="dana", on=-1, text="I owe Aiko the list of all systems that keep personal data, by <14>."),
    ),
    words=(
        Word(who="aiko", of="henrik", on=-1),
        Word(who="maya", of="henrik", on=-1),
        Word(who="dana", of="henrik", on=-1),
        Word(who="maya", of="aiko", on=-1),
        Word(who="henrik", of="aiko", on=-1, where=(Where.WHAT,), understood="Audit logs are kept for 6 months."),
    ),
)
