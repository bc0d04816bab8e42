"""How a hub learns that there may be news."""

from typing import Protocol


class Watch(Protocol):
    """Belongs to one thread. Waking for nothing is allowed; sleeping through news is not, beyond
    the seconds that were asked for."""

    def wait(self, seconds: float) -> None:
        """Return as soon as something may have been told, or after so many seconds."""

    def close(self) -> None: ...
