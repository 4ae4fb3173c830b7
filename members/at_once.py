"""Several questions to the database, asked by one statement.

A page that shows a little of many tables would wait for each of them in turn.
"""

from __future__ import annotations

import json
from collections.abc import Hashable, Mapping
from typing import Any, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models import QuerySet

K = TypeVar("K", bound=Hashable)


def ask_at_once(questions: Mapping[K, QuerySet[Any]]) -> dict[K, list[Any]]:
    """The rows that each question finds, in its order, by the question's name.

    They come as the question's model, with what it annotates. What belongs to other tables is to be
    annotated: `select_related` and `prefetch_related` do nothing here. Bytes stay in the database
    until they are used.
    """
    parts: list[str] = []
    params: list[Any] = []
    for question in questions.values():
        try:
            sql, given = _alone(question).query.sql_with_params()
        except EmptyResultSet:  # Django knows beforehand that there are none
            parts.append("'[]'")
        else:
            parts.append(f"to_json(ARRAY(SELECT to_json(found) FROM ({sql}) AS found))::text")
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


def _alone(question: QuerySet[Any]) -> QuerySet[Any]:
    """What it finds in the model's own table and annotates: no two columns have one name."""
    columns = question.model._meta.concrete_fields
    bytes_ = [one.name for one in columns if isinstance(one, models.BinaryField)]
    return question.select_related(None).defer(*bytes_)


def _row(question: QuerySet[Any], found: Mapping[str, Any]) -> Any:
    """JSON knows no instants, days and keys: each value is made what its column holds."""
    own = [one for one in question.model._meta.concrete_fields if one.column in found]
    values = [one.to_python(found[one.column]) for one in own]
    row = question.model.from_db(question.db, [one.attname for one in own], values)
    for name, expression in question.query.annotation_select.items():
        setattr(row, name, expression.output_field.to_python(found[name]))
    return row
