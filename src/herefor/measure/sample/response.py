"""How many of those who were asked answered: the rates of AAPOR's Standard Definitions.

American Association for Public Opinion Research, Standard Definitions: Final Dispositions of Case
Codes and Outcome Rates for Surveys (10th edition, 2023).
"""

from dataclasses import dataclass, fields
from math import isfinite

from herefor.measure.words import Refused, listed


@dataclass(frozen=True)
class Dispositions:
    """What became of everybody who was asked, in AAPOR's letters.

    `not_eligible` are those found out not to belong; with them `e`, the share of unknown cases that
    would belong, is estimated by proportional allocation (CASRO), unless it is given.

    >>> asked = Dispositions(
    ...     complete=400, partial=50, refusal=250, no_contact=200, other=100,
    ...     unknown_household=150, unknown_other=50, not_eligible=250,
    ... )
    >>> asked.e, round(asked.rr1, 4), round(asked.rr3, 4), round(asked.coop1, 4)
    (0.8, 0.3333, 0.3448, 0.5)
    """

    complete: float  # I
    partial: float = 0  # P
    refusal: float = 0  # R: refusals and break-offs
    no_contact: float = 0  # NC
    other: float = 0  # O
    unknown_household: float = 0  # UH
    unknown_other: float = 0  # UO
    not_eligible: float | None = None
    given_e: float | None = None

    def __post_init__(self) -> None:
        counts = [one.name for one in fields(self) if one.name != "given_e"]
        wrong = [
            name
            for name in counts
            if (value := getattr(self, name)) is not None and not (isfinite(value) and value >= 0)
        ]
        if wrong:
            raise Refused(f"{listed(wrong)} must be 0 or more: they are counts of people.")
        if not self.known:
            raise Refused("Nobody is known to belong, so no rate can be computed.")
        if self.given_e is not None and not 0 <= self.given_e <= 1:
            raise Refused(f"e is a share from 0 to 1; it is {self.given_e}.")

    @property
    def answered(self) -> float:
        """I + P."""
        return self.complete + self.partial

    @property
    def known(self) -> float:
        """All who are known to belong: (I + P) + (R + NC + O)."""
        return self.answered + self.refusal + self.no_contact + self.other

    @property
    def unknown(self) -> float:
        """UH + UO."""
        return self.unknown_household + self.unknown_other

    @property
    def e(self) -> float:
        """The share of unknown cases taken to belong."""
        if self.given_e is not None:
            return self.given_e
        if self.not_eligible is None:
            if not self.unknown:
                return 1.0  # nothing to share out
            raise Refused(
                "To share out the unknown cases, say how many were found not to belong "
                "(not_eligible), or give e yourself (given_e)."
            )
        return self.known / (self.known + self.not_eligible)

    @property
    def rr1(self) -> float:
        """The lowest response rate: complete over all that may belong."""
        return self.complete / (self.known + self.unknown)

    @property
    def rr2(self) -> float:
        """As RR1, counting partial answers."""
        return self.answered / (self.known + self.unknown)

    @property
    def rr3(self) -> float:
        """As RR1, with the unknown cases that are taken to belong."""
        return self.complete / (self.known + self.e * self.unknown)

    @property
    def rr4(self) -> float:
        """As RR3, counting partial answers."""
        return self.answered / (self.known + self.e * self.unknown)

    @property
    def rr5(self) -> float:
        """As RR1, taking no unknown case to belong."""
        return self.complete / self.known

    @property
    def rr6(self) -> float:
        """The highest: as RR5, counting partial answers."""
        return self.answered / self.known

    @property
    def coop1(self) -> float:
        """Complete over all who were reached."""
        return self._of_reached(self.complete, self.answered + self.refusal + self.other)

    @property
    def coop2(self) -> float:
        """As COOP1, counting partial answers."""
        return self._of_reached(self.answered, self.answered + self.refusal + self.other)

    @property
    def coop3(self) -> float:
        """As COOP1, of those who were able to answer."""
        return self._of_reached(self.complete, self.answered + self.refusal)

    @property
    def coop4(self) -> float:
        """As COOP3, counting partial answers."""
        return self._of_reached(self.answered, self.answered + self.refusal)

    @property
    def ref1(self) -> float:
        """Refusals over all that may belong."""
        return self.refusal / (self.known + self.unknown)

    @property
    def ref2(self) -> float:
        """As REF1, with the unknown cases that are taken to belong."""
        return self.refusal / (self.known + self.e * self.unknown)

    @property
    def ref3(self) -> float:
        """As REF1, taking no unknown case to belong."""
        return self.refusal / self.known

    @property
    def con1(self) -> float:
        """Reached over all that may belong."""
        return (self.known - self.no_contact) / (self.known + self.unknown)

    @property
    def con2(self) -> float:
        """As CON1, with the unknown cases that are taken to belong."""
        return (self.known - self.no_contact) / (self.known + self.e * self.unknown)

    @property
    def con3(self) -> float:
        """As CON1, taking no unknown case to belong."""
        return (self.known - self.no_contact) / self.known

    def rates(self) -> dict[str, float]:
        """All sixteen by AAPOR's names: RR1 to RR6, COOP1 to COOP4, REF1 to REF3, CON1 to CON3."""
        numbered = (("RR", 6), ("COOP", 4), ("REF", 3), ("CON", 3))
        names = [f"{kind}{i}" for kind, most in numbered for i in range(1, most + 1)]
        return {name: getattr(self, name.lower()) for name in names}

    def _of_reached(self, answered: float, reached: float) -> float:
        if not reached:
            raise Refused("Nobody was reached, so there is no cooperation rate.")
        return answered / reached
