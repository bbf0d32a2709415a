"""Messages between systems: every test is told once, other programs count as many, dialects differ."""

import gzip
import io
import json
import tarfile
from collections import Counter
from xml.etree import ElementTree as ET

import pyarrow.compute as pc
import pytest

from exercise.leak.makers.made import called, everything, given_per_specimen, made, told_per_specimen
from leakassay.exercise.estate.record import Estate
from leakassay.exercise.leak.maker import Cut
from leakassay.exercise.leak.makers.messages import FILLERS, MAKERS, ODD_MAKERS
from leakassay.exercise.paper.document import Document

ALL = (*MAKERS, *ODD_MAKERS)
SPAN = (200, 240)


def specimens_in(document: Document) -> int:
    assert document.records is not None
    return pc.count_distinct(document.records["specimen_id"]).as_py()


@pytest.mark.parametrize("name", ["_interfaces", "_dialects", "_bundles"])
@pytest.mark.parametrize("number", [1, 2, 4])
def test_every_test_of_every_specimen_is_told_once(estate: Estate, name: str, number: int):
    assert told_per_specimen(made(called(ALL, name), estate, SPAN, number)) == given_per_specimen(estate, SPAN)


@pytest.mark.parametrize("name", ["_practice_links", "_captures"])
def test_what_has_no_result_yet_is_left_out_and_nothing_else(estate: Estate, name: str):
    told, given = told_per_specimen(made(called(ALL, name), estate, SPAN)), given_per_specimen(estate, SPAN)
    rows = Cut(estate).rows(SPAN)
    resulted = Counter(rows.filter(pc.not_equal(rows["status"], "requested"))["specimen_id"].to_pylist())
    assert not told - given
    assert not resulted - told


def test_an_interface_leaves_one_message_a_specimen_also_in_what_was_rotated_and_queued(estate: Estate):
    found = [one for one in everything(made(called(ALL, "_interfaces"), estate, SPAN)) if one.format == "hl7v2"]
    assert len(found) == 5
    for one in found:
        assert one.data.count(b"ORU^R01") == specimens_in(one) > 0
    assert sum(specimens_in(one) for one in found) == SPAN[1] - SPAN[0]


def test_rotated_logs_and_queues_open_with_the_standard_library(estate: Estate):
    by_name = {one.name: one for one in made(called(ALL, "_interfaces"), estate, SPAN)}
    rotated = by_name["interface/oru_0001.log.1.gz"]
    assert gzip.decompress(rotated.data) == rotated.members[0].data
    with tarfile.open(fileobj=io.BytesIO(by_name["interface/oru_0001_queues.tar.gz"].data)) as opened:
        assert opened.getnames() == ["queue/resend.hl7", "queue/readme.txt"]


def test_a_log_with_updates_tells_of_their_people_and_of_no_test_in_them(estate: Estate):
    for number in range(1, 6):
        log, batch = made(called(ALL, "_dialects"), estate, SPAN, number)
        assert log.records is not None
        rows = log.records
        untested = rows.filter(pc.and_(pc.equal(rows["test_code"], ""), pc.equal(rows["test_name"], "")))
        assert untested.num_rows == log.data.count(b"ADT^A08") > 0
        assert batch.data.startswith(b"FHS|")
        assert batch.data.count(b"ORU^R01") == specimens_in(batch)


def test_dialects_come_by_turns(estate: Estate):
    batches = [made(called(ALL, "_dialects"), estate, SPAN, number)[-1].data for number in range(1, 6)]
    assert len(set(batches)) == 5
    versions = {version for one in batches for version in (b"|2.3", b"|2.4", b"|2.5.1") if version in one}
    assert versions == {b"|2.3", b"|2.4", b"|2.5.1"}


def test_bundles_are_well_formed_and_an_export_names_people_beside_results(estate: Estate):
    bundle, xml, *bulk = made(called(ALL, "_bundles"), estate, SPAN)
    assert json.loads(bundle.data)["resourceType"] == "Bundle"
    assert ET.fromstring(xml.data).tag == "{http://hl7.org/fhir}Bundle"  # noqa: S314  our own bytes, from memory
    kinds = {one.name.rpartition("/")[2]: one for one in bulk}
    patients, results = kinds["Patient.ndjson"], kinds["Observation.ndjson"]
    assert (patients.has_events, results.has_events) == (False, True)
    for one in (patients, results):
        assert one.records is not None
        assert len(one.data.splitlines()) == one.records.num_rows


def test_every_other_capture_shows_the_frames_of_the_wire(estate: Estate):
    framed, plain = (made(called(ALL, "_captures"), estate, SPAN, number)[0].data for number in (1, 2))
    assert b"\x02" in framed
    assert b"\x02" not in plain


def test_acknowledgements_name_nobody(estate: Estate):
    data = FILLERS[0].make(Cut(estate, 3), 1, 40_000).data
    assert b"MSA|AA|" in data
    assert b"PID|" not in data
