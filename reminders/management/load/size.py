"""How large, and who stands where: SQL over the numbers of teams, agreements and commitments, all from 1 on."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How many ``commitments``, how many in a hundred of them are open, and the organisation they stand in."""

    commitments: int
    open_percent: int = 25
    teams: int = 200
    members: int = 50  # of each team; the first one leads it
    agreements: int = 5_000

    @property
    def people(self) -> int:
        return self.teams * self.members

    @property
    def days(self) -> int:
        """Over how many days what is open falls due: the more there is, the further it reaches."""
        return max(30, self.open_percent * 480 // 100)

    @property
    def agreement(self) -> str:
        """The agreement of commitment n."""
        return f"(1 + (n - 1) %% {self.agreements})"

    @property
    def number(self) -> str:
        """Its place there."""
        return f"(1 + (n - 1) / {self.agreements})"

    @property
    def is_open(self) -> str:
        """Whether commitment n is: about as many of each person's."""
        return f"(n * 37 + n / {self.teams} * 11) %% 100 < {self.open_percent}"

    @property
    def due_in(self) -> str:
        """In how many days open commitment n is due: each person's on days far apart."""
        return f"((n / {self.teams} * 13 + n * 7) %% {self.days})"

    def team(self, agreement: str) -> str:
        return f"(1 + {agreement} %% {self.teams})"

    def other_team(self, agreement: str) -> str:
        """The second party; each time round the teams it lies seven further on, but never upon the first."""
        return f"(1 + ({agreement} + 1 + {agreement} / {self.teams} * 7 %% {self.teams - 1}) %% {self.teams})"

    def lead(self, team: str) -> str:
        return f"(({team} - 1) * {self.members} + 1)"

    def member(self, team: str, n: str) -> str:
        """The one of ``team`` who has to do with commitment ``n``."""
        return f"(({team} - 1) * {self.members} + 1 + ({n} * 7 + {n} / {self.agreements}) %% {self.members})"
