"""Standing for a contest, supporting somebody who stands, and deciding who may stand."""

from elections.nominating.appealing import (
    appeal,
    dismiss,
    require_may_appeal,
    require_may_decide,
    uphold,
)
from elections.nominating.conditions import holds_office, stands, stands_with
from elections.nominating.deciding import accept, refuse
from elections.nominating.drafts import delete_draft, draft_of, keep_draft, photo_of
from elections.nominating.ending import (
    end,
    released_until,
    require_may_end,
    require_may_withdraw,
    withdraw,
)
from elections.nominating.proof import approve_proof
from elections.nominating.reopened import (
    change_is_open,
    closed_at,
    lines_of,
    nominations_each,
    opens_again_at,
    require_fills_vacancy,
    standing_closes_at,
    standing_is_open,
    support_closes_at,
    support_opens_at,
    supporting_closes_at,
    supporting_is_open,
)
from elections.nominating.slates import set_slate
from elections.nominating.standing import (
    change,
    put_forward,
    require_may_stand,
    stands_already,
)
from elections.nominating.supporting import (
    require_may_support,
    require_may_withdraw_support,
    support,
    withdraw_support,
)

__all__ = [
    "accept",
    "appeal",
    "approve_proof",
    "change",
    "change_is_open",
    "closed_at",
    "delete_draft",
    "dismiss",
    "draft_of",
    "end",
    "holds_office",
    "keep_draft",
    "lines_of",
    "nominations_each",
    "opens_again_at",
    "photo_of",
    "put_forward",
    "refuse",
    "released_until",
    "require_fills_vacancy",
    "require_may_appeal",
    "require_may_decide",
    "require_may_end",
    "require_may_stand",
    "require_may_support",
    "require_may_withdraw",
    "require_may_withdraw_support",
    "set_slate",
    "standing_closes_at",
    "standing_is_open",
    "stands",
    "stands_already",
    "stands_with",
    "support",
    "support_closes_at",
    "support_opens_at",
    "supporting_closes_at",
    "supporting_is_open",
    "uphold",
    "withdraw",
    "withdraw_support",
]
