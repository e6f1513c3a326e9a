"""What people want to be told of on each channel: their own word, their teams', the organisation's."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from django.db.models import F, FilteredRelation, Q

from reminders.domain.channels import Channel
from reminders.domain.kinds import Kind
from reminders.domain.preferences import Verdict, verdict
from reminders.domain.topics import Topic
from reminders.models import Endpoint, Preference
from reminders.reports.among import among
from teams.models import Person, Team

type Unwanted = Mapping[int, frozenset[Topic]]  # by person
type Matter = tuple[Topic, Channel]
type Words = dict[Matter, bool]

PERSONAL = (Channel.EMAIL, Channel.SLACK, Channel.TEAMS)  # a webhook is nobody's in particular


@dataclass(slots=True)
class _Said:
    """Every word that may count for some people, by who said it; teams by name."""

    own: dict[int, Words] = field(default_factory=lambda: defaultdict(dict))
    teams: dict[int, dict[Matter, dict[str, bool]]] = field(default_factory=lambda: defaultdict(dict))
    everybody: Words = field(default_factory=dict)

    def verdict(self, person: int | None, matter: Matter, *, has_way: bool) -> Verdict:
        """What holds for a person; None is somebody of whom nothing particular was said."""
        return verdict(
            own=self.own.get(person or 0, {}).get(matter),
            teams=self.teams.get(person or 0, {}).get(matter, {}),
            everybody=self.everybody.get(matter),
            has_way=has_way,
        )


def unwanted(*, people: Collection[int], channel: Channel) -> Unwanted:
    """The topics that each of ``people``, whom ``channel`` leads to, does not want on it. One query."""
    if not people:
        return {}
    said = _said(people, channels=[channel])
    particular = said.own.keys() | said.teams.keys()
    usual = _unwanted(said, None, channel)
    return {person: _unwanted(said, person, channel) if person in particular else usual for person in people}


def unwanted_by_team(*, teams: Collection[int], channel: Channel) -> Unwanted:
    """The topics that each of ``teams`` does not want in its own conversation: its word, else the organisation's."""
    rows = Preference.objects.filter(Q(team__in=teams) | Q(team=None), person=None, channel=channel)
    words: dict[int | None, dict[Topic, bool]] = defaultdict(dict)
    for team, topic, is_wanted in rows.values_list("team", "topic", "is_wanted"):
        words[team][Topic(topic)] = is_wanted
    everybody = words[None]
    return {
        team: frozenset(topic for topic, is_wanted in (everybody | words[team]).items() if not is_wanted)
        for team in teams
    }


def _unwanted(said: _Said, person: int | None, channel: Channel) -> frozenset[Topic]:
    return frozenset(topic for topic in Topic if not said.verdict(person, (topic, channel), has_way=True).is_wanted)


def is_muted(kind: Kind, *, recipient: int, unwanted: Unwanted) -> bool:
    """Whether a reminder of ``kind`` is to be left out of what leaves; what has no topic never is."""
    return kind.manner.topic in unwanted[recipient]


def _said(people: Collection[int], *, channels: Collection[Channel]) -> _Said:
    of_people = FilteredRelation("team__memberships", condition=Q(team__memberships__person__in=among(people)))
    theirs = Q(person__in=among(people)) | Q(member__isnull=False) | Q(person=None, team=None)
    rows = Preference.objects.annotate(member=of_people).filter(theirs, channel__in=channels)
    said = _Said()
    for person, member, team, topic, channel, is_wanted in rows.values_list(
        "person", F("member__person"), "team__name", "topic", "channel", "is_wanted"
    ):
        matter = (Topic(topic), Channel(channel))
        if person is not None:
            said.own[person][matter] = is_wanted
        elif member is not None:
            said.teams[member].setdefault(matter, {})[team] = is_wanted
        else:
            said.everybody[matter] = is_wanted
    return said


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One cell of a page: ``own`` is the word of the one whose page it is, None for none; ``above`` what holds then."""

    topic: Topic
    channel: Channel
    own: bool | None
    above: Verdict

    @property
    def is_wanted(self) -> bool:
        return self.above.is_wanted if self.own is None else self.own


def choices_of(person: Person) -> list[Choice]:
    """What holds for one person, topic by topic, on every channel. Two queries."""
    channels = channels_of(person)
    said = _said([person.pk], channels=PERSONAL)
    own = said.own.pop(person.pk, {})
    return [
        Choice(
            topic=topic,
            channel=channel,
            own=own.get((topic, channel)),
            above=said.verdict(person.pk, (topic, channel), has_way=channel in channels),
        )
        for topic in Topic
        for channel in PERSONAL
    ]


def channels_of(person: Person) -> frozenset[Channel]:
    """Mail, and each of the others that this person has a conversation on."""
    rows = Endpoint.objects.at_work().filter(person=person).values_list("channel", flat=True)
    return frozenset({Channel.EMAIL, *map(Channel, rows)})


def choices_for(team: Team | None) -> list[Choice]:
    """The words of ``team`` for its members, or the organisation's for everybody where it is None. One query."""
    rows = Preference.objects.filter(Q(team=team) | Q(team=None), person=None)
    words: dict[int | None, Words] = defaultdict(dict)
    for of, topic, channel, is_wanted in rows.values_list("team", "topic", "channel", "is_wanted"):
        words[of][Topic(topic), Channel(channel)] = is_wanted
    everybody = words[None] if team else {}
    return list(_choices_for(words[team.pk if team else None], everybody))


def _choices_for(own: Words, everybody: Words) -> Iterator[Choice]:
    for topic in Topic:
        for channel in PERSONAL:
            matter = (topic, channel)
            above = verdict(own=None, teams={}, everybody=everybody.get(matter), has_way=True)
            yield Choice(topic=topic, channel=channel, own=own.get(matter), above=above)
