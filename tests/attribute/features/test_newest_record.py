"""P25: where records end, against the newest file or record of the dump."""

from __future__ import annotations

import datetime as dt

from attribute import toy
from attribute.speak import decades, said
from leakassay.attribute.features import newest_record
from leakassay.model.outcomes import Hypothesis


def ends(last: dt.date, *, typing_error: bool = False) -> toy.Dump:
    dump = toy.Dump()
    item = dump.part("disk1")
    dump.specimens(item, [f"24L{at:06d}" for at in range(400)], last=last)
    if typing_error:
        dump.add(
            "event", item_id=item, collected_at=dt.datetime.combine(dt.date(2029, 1, 1), dt.time()), status="resulted"
        )
    return dump


def test_records_up_to_the_end_speak_against_recycled() -> None:
    assert decades(said(newest_record, ends(toy.TAKEN))["disk1"], Hypothesis.OURS, Hypothesis.RECYCLED) > 1


def test_records_that_end_years_before_speak_for_recycled_and_not_alone_decide() -> None:
    found = said(newest_record, ends(dt.date(2019, 9, 30)))["disk1"]
    assert 0.5 < decades(found, Hypothesis.RECYCLED, Hypothesis.OURS) < 1


def test_one_mistyped_year_does_not_make_everything_old() -> None:
    found = said(newest_record, ends(toy.TAKEN, typing_error=True))["disk1"]
    assert decades(found, Hypothesis.OURS, Hypothesis.RECYCLED) > 1


def test_without_dates_it_is_silent() -> None:
    dump = toy.Dump()
    dump.part("disk1")
    assert said(newest_record, dump) == {}
