"""What an assessment is made of."""

from herefor.assess.models.workshop import Action, Importance, LevelVote, Voice, Workshop

__all__ = ["Action", "Importance", "LevelVote", "Voice", "Workshop"]
