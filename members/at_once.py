"""Several questions to the database, asked by one statement.

A page that shows a little of many tables would wait for each of them in turn.
"""

from __future__ import annotations

import json
from collections.abc import Hashable, Mapping
from typing import Any, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models import F, QuerySet
from django.db.models.functions import JSONObject

K = TypeVar("K", bound=Hashable)


def ask_at_once(questions: Mapping[K, QuerySet[Any]]) -> dict[K, list[Any]]:
    """The rows that each question finds, in its order, by its name.

    They come as the question's model with what it annotates, without what it selects or fetches
    besides (`select_related`, `prefetch_related`), and without bytes, which are asked for when they
    are used.
    """
    parts, params = [], []
    for question in questions.values():
        columns = _columns(question)
        found = question.values_list(JSONObject(**{name: F(name) for name in columns}))
        try:
            sql, given = found.query.sql_with_params()
        except EmptyResultSet:  # it is known beforehand that there are none
            parts.append("'[]'")
            continue
        parts.append(f"to_jsonb(ARRAY({sql}))::text")
        params += given
    if not parts:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", params)
        answers = cursor.fetchone()
    return {
        name: [_row(question, found) for found in json.loads(answer)]
        for (name, question), answer in zip(questions.items(), answers, strict=True)
    }


def _columns(question: QuerySet[Any]) -> dict[str, models.Field[Any, Any]]:
    """By their names: those of the model's own table, then what is annotated."""
    own = {
        field.attname: field
        for field in question.model._meta.concrete_fields
        if not isinstance(field, models.BinaryField)
    }
    annotated = question.query.annotation_select
    return own | {name: expression.output_field for name, expression in annotated.items()}


def _row(question: QuerySet[Any], found: Mapping[str, Any]) -> Any:
    """JSON knows no instants, days and keys: each value is made what its column holds."""
    values = {name: field.to_python(found[name]) for name, field in _columns(question).items()}
    own = [name for name in values if name not in question.query.annotation_select]
    row = question.model.from_db(question.db, own, [values[name] for name in own])
    for name in question.query.annotation_select:
        setattr(row, name, values[name])
    return row
