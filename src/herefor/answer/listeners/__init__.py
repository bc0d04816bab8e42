"""What this room hears: what customers say to us, under posts, and at town halls."""

from herefor.answer.listeners import halls, posts, private

__all__ = ["halls", "posts", "private"]
