"""The JSON of a result, key by key, and what the reports say."""

import json

from elections.counting import Attribute, Minima, Profile, Result, count
from elections.counting.report import stage_sentence, text, threshold_sentence, to_csv
from elections.counting.result import decimal

ANN, BEN, CAT, DAN, EVE = 1, 2, 3, 4, 5
NAMES = ["Ann", "Ben", "Cat", "Dan", "Eve"]
FRUIT = Profile.from_rankings(
    ["Apple", "Pear", "=Cherry", "Date"],
    2,
    [[1, 2]] * 6 + [[1]] * 2 + [[3, 2]] * 2 + [[4, 3, 2]] * 2,
    title="Fruit",
)


def fruit() -> Result:
    return count(FRUIT, "scottish", lots=[4, 3, 2, 1])


def hill() -> Result:
    black_and_women = Minima(
        (Attribute("black", (ANN, BEN, EVE), 2), Attribute("women", (CAT, DAN, EVE), 2))
    )
    marks = [[ANN]] * 10 + [[BEN]] * 8 + [[CAT]] * 7 + [[DAN]] * 6 + [[EVE]]
    return count(Profile.from_rankings(NAMES, 3, marks), "scottish", minima=black_and_women)


def test_the_keys_and_kinds_of_the_json() -> None:
    data = json.loads(fruit().to_json())
    assert {key: data[key] for key in data.keys() - {"stages", "digest"}} == {
        "rule": "scottish",
        "engine": "momentum-counting/1",
        "seats": 2,
        "valid": 12,
        "invalid": 0,
        "quota": "5.00000",
        "elected": [1, 3],
        "ties": [{"stage": 3, "candidates": [3, 4], "decided_by": "lot", "chosen": 4}],
    }
    assert len(data["digest"]) == 64
    assert data["stages"][1] == {
        "number": 2,
        "action": {"kind": "surplus", "candidate": 1},
        "votes": ["5.00000", "2.25000", "2.00000", "2.00000"],
        "non_transferable": "0.75000",
        "quota": "5.00000",
        "elected": [],
        "filled": [],
        "guarded": [],
        "doomed": [],
        "reasons": [],
        "transfers": [
            {"to": 2, "papers": 6, "value": "2.25000"},
            {"to": None, "papers": 2, "value": "0.75000"},
        ],
        "transfer_value": "0.37500",
    }
    assert data["stages"][3]["filled"] == [3]


def test_reasons_are_in_the_stage() -> None:
    stage = json.loads(hill().to_json())["stages"][0]
    assert stage["guarded"] == [EVE]
    assert {
        "candidate": EVE,
        "bounds": [
            {"attribute": "black", "kind": "min", "number": 2},
            {"attribute": "women", "kind": "min", "number": 2},
        ],
    } in stage["reasons"]


def test_the_json_is_canonical() -> None:
    written = fruit().to_json()
    assert written == json.dumps(json.loads(written), sort_keys=True, separators=(",", ":"))


def test_the_digest_follows_what_is_counted() -> None:
    same = Profile.from_rows(FRUIT.candidates, 2, FRUIT.rankings, FRUIT.weights, title="Other")
    lots = [4, 3, 2, 1]
    digest = fruit().digest
    assert count(same, "scottish", lots=lots).digest == digest
    assert count(same, "scottish", lots=lots, seats=1).digest != digest
    assert count(same, "scottish", lots=lots, withdrawn=[4]).digest != digest
    minima = Minima((Attribute("red", (1, 3), 1),))
    assert count(same, "scottish", lots=lots, minima=minima).digest != digest
    doubled = Profile.from_rows(FRUIT.candidates, 2, FRUIT.rankings, FRUIT.weights * 2)
    assert count(doubled, "scottish", lots=lots).digest != digest


def test_decimals() -> None:
    assert decimal(53_600_000, 5) == "536.00000"
    assert decimal(7, 5) == "0.00007"
    assert decimal(12, 0) == "12"


def test_each_stage_is_told_in_sentences() -> None:
    names = ["Apple", "Pear", "Cherry", "Date"]
    first, surplus, third, last = (stage_sentence(stage, names) for stage in fruit().stages)
    assert first == "The votes are counted. Apple has the quota and is elected."
    assert surplus == (
        "The surplus of Apple is transferred: each paper passes on 0.37500 of the value at which "
        "it was received. Pear receives 2.25000 (6 papers). 2 papers have no further preference."
    )
    assert third == "Date, with the fewest votes, is excluded. Cherry receives 2.00000 (2 papers)."
    assert last == (
        "Pear, with the fewest votes, is excluded. 6 papers have no further preference. "
        "Cherry is elected to the seats left."
    )


def test_guarded_and_doomed_are_told_with_their_reason() -> None:
    stages = hill().stages
    assert stage_sentence(stages[0], NAMES) == (
        "The votes are counted. Ann has the quota and is elected. "
        'Ben cannot be elected: with Ben the seats could not meet "women" at least 2. '
        "Eve is guarded: without Eve the seats could not meet "
        '"black" at least 2 and "women" at least 2.'
    )
    assert stage_sentence(stages[1], NAMES).startswith(
        "Ben, who can no longer be elected under the minima, is excluded."
    )
    assert stage_sentence(stages[3], NAMES).startswith(
        "Dan, with the fewest votes of those not guarded, is excluded."
    )
    assert json.loads(hill().to_json())["stages"][3]["action"] == {
        "kind": "exclude",
        "candidate": DAN,
        "spared": [EVE],
    }
    assert Result.from_json(hill().to_json()) == hill()


def test_fewest_votes_reach_as_far_as_the_surplus_under_meek() -> None:
    stages = count(FRUIT, "meek", lots=[4, 3, 2, 1]).stages
    excluded = next(stage for stage in stages if stage.action.kind == "exclude")
    assert stage_sentence(excluded, FRUIT.candidates).startswith(
        "Date, with the fewest votes, give or take the surplus left, is excluded."
    )


def test_the_report_in_text() -> None:
    report = text(fruit(), FRUIT.candidates, "Fruit")
    assert report.startswith(
        "Fruit\nRule scottish, seats 2, valid papers 12, other papers 0\nQuota 5.00000\n"
    )
    assert "  Apple             8.00000  elected\n" in report
    assert "Stage 3: the tie of =Cherry and Date was decided by lot, which chose Date.\n" in report
    assert "Elected: Apple and =Cherry.\n" in report


def test_the_report_as_csv_holds_no_formula() -> None:
    assert to_csv(fruit(), FRUIT.candidates) == (
        "number,candidate,stage 1,stage 2,stage 3,stage 4,elected\n"
        "1,Apple,8.00000,5.00000,5.00000,5.00000,1\n"
        "2,Pear,0.00000,2.25000,2.25000,0.00000,\n"
        "3,'=Cherry,2.00000,2.00000,4.00000,4.00000,2\n"
        "4,Date,2.00000,2.00000,0.00000,0.00000,\n"
        ",Non-transferable,0.00000,0.75000,0.75000,3.00000,\n"
        ",Quota,5.00000,5.00000,5.00000,5.00000,\n"
        ',Tie,,,"the tie of =Cherry and Date was decided by lot, which chose Date.",,\n'
    )


def test_a_quota_that_falls_and_what_the_elected_keep_are_told() -> None:
    report = text(count(FRUIT, "meek", lots=[4, 3, 2, 1]), FRUIT.candidates)
    assert "Quota at the end 3.636363647\n" in report
    assert "Of each paper, Apple keeps 0.4" in report
    assert "  Quota             4.000000001\n" in report
    assert "at the end" not in text(fruit(), FRUIT.candidates)


def test_a_question_is_told_with_its_denominators() -> None:
    question = Profile.from_rankings(["Yes", "No"], 1, [[1]] * 2 + [[2]])
    result = count(question, "yes-no", options={"majority": 75})
    assert Result.from_json(result.to_json()) == result
    assert threshold_sentence(result.thresholds[0]) == (
        "Majority: 2 of 3 papers that say yes or no; 75% was needed and was not reached."
    )
    assert "Not carried.\n" in text(result, question.candidates)
    carried = count(question, "yes-no")
    assert "Carried.\n" in text(carried, question.candidates)
    assert (
        stage_sentence(carried.stages[0], ["Yes", "No"]) == "The votes are counted. Yes is elected."
    )
