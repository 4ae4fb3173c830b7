"""Five tables, and no column in them names a person, an instant, an address or an order of arrival.

They hold the election's UUID without a foreign key. What must never happen to their rows is refused
by the migrations' triggers; `tests/ballots/test_tables.py` lists the columns there may be.
"""

from __future__ import annotations

from django.db import models


class Poll(models.Model):
    """The public record of what was fixed: the manifest's exact bytes and their SHA-256, E."""

    election = models.UUIDField(primary_key=True)
    manifest = models.BinaryField()
    digest = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return str(self.election)


class Key(models.Model):
    """A key of an election. `wrapped` is its private half, encrypted; NULL once destroyed."""

    class Purpose(models.TextChoices):
        SEALING = "sealing", "sealing"
        ISSUING = "issuing", "issuing"
        BOARD = "board", "board"
        CODE = "code", "code"
        LOT_SEED = "lot-seed", "lot seed"

    election = models.UUIDField()
    purpose = models.CharField(max_length=8, choices=Purpose.choices)
    sheet = models.SmallIntegerField(null=True)
    public = models.BinaryField()
    wrapped = models.BinaryField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("election", "purpose", "sheet"),
                nulls_distinct=False,
                name="ballots_key_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.election}: {self.purpose}"


class SealedPaper(models.Model):
    """What a paper consists of, wherever it lies.

    The tracker is the primary key, so that no index and no sequence keeps the order of arrival. The
    collation makes its order that of the bytes in every database.
    """

    election = models.UUIDField()
    sheet = models.SmallIntegerField()
    tracker = models.CharField(max_length=64, primary_key=True, db_collation="C")
    sealed = models.BinaryField()
    token_random = models.BinaryField(max_length=32)
    signature = models.BinaryField(max_length=384)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.tracker


class Inbox(SealedPaper):
    """Papers since the last move. A row may still share its `xmin` with a row of the roll."""


class Box(SealedPaper):
    """Papers that were moved in a batch, by tracker. Nothing in it changes or leaves."""

    batch = models.IntegerField()

    class Meta:
        indexes = [models.Index(fields=("election", "sheet", "batch"), name="ballots_box_batch")]


class Checkpoint(models.Model):
    """What the board said of a sheet after each batch. `index` counts the batches from 1."""

    pk = models.CompositePrimaryKey("election", "sheet", "index")
    election = models.UUIDField()
    sheet = models.SmallIntegerField()
    index = models.IntegerField()
    total = models.IntegerField()
    hash = models.BinaryField(max_length=32)
    signature = models.BinaryField(max_length=64)

    def __str__(self) -> str:
        return f"{self.election}: sheet {self.sheet}, batch {self.index}"
