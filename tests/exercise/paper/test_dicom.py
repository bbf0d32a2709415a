"""DICOM files say their tags in order; most have no patient."""

import struct

from leakassay.exercise.estate.house import OURS
from leakassay.exercise.estate.record import Estate, records
from leakassay.exercise.paper.dicom import EXPLICIT_LITTLE, SLIDE_MICROSCOPY, dicom
from leakassay.pipeline.catalogue.formats import FORMATS

NAME, NUMBER, BORN, MODALITY, PIXELS = (0x10, 0x10), (0x10, 0x1000), (0x10, 0x30), (8, 0x60), (0x7FE0, 0x10)


def tags(data: bytes) -> dict[tuple[int, int], bytes]:
    """Reads explicit VR little endian by PS3.5, 7.1.2; tags must rise and lengths be even."""
    assert data[128:132] == b"DICM"
    at, found = 132, {}
    while at < len(data):
        group, element = struct.unpack_from("<HH", data, at)
        kind = data[at + 4 : at + 6]
        if kind in {b"OB", b"OW"}:
            size, at = struct.unpack_from("<I", data, at + 8)[0], at + 12
        else:
            size, at = struct.unpack_from("<H", data, at + 6)[0], at + 8
        assert size % 2 == 0
        assert not found or (group, element) > max(found)
        found[group, element] = data[at : at + size]
        at += size
    assert at == len(data)
    return found


def test_a_nameless_slide_has_empty_patient_tags():
    document = dicom("a.dcm", 3, OURS)
    found = tags(document.data)
    assert found[MODALITY] == b"SM"
    assert found[NAME] == found[NUMBER] == found[BORN] == b""
    assert len(found[PIXELS]) == 512 * 512 * 3
    assert document.records is None


def test_a_planted_patient_stands_in_the_tags_and_in_the_key(estate: Estate):
    document = dicom("a.dcm", 3, OURS, records(estate, 3, 5))
    found = tags(document.data)
    assert document.records is not None
    (row,) = document.records.to_pylist()
    assert found[NAME].decode().strip() == f"{row['surname']}^{row['forename']}"
    assert found[NUMBER].decode().strip() == row["nhs_number"]
    assert found[BORN].decode() == row["date_of_birth"].replace("-", "")
    assert found[0x10, 0x20].decode().strip() == row["hospital_number"]
    assert found[8, 0x50].decode().strip() == row["specimen_id"]
    assert not document.has_events


def test_the_meta_group_says_how_the_rest_is_written():
    found = tags(dicom("a.dcm", 3, OURS).data)
    assert found[2, 0x10].rstrip(b"\0").decode() == EXPLICIT_LITTLE
    assert found[2, 2] == found[8, 0x16]
    assert found[2, 2].rstrip(b"\0").decode() == SLIDE_MICROSCOPY
    meta = sum(len(value) + (12 if tag == (2, 1) else 8) for tag, value in found.items() if tag[0] == 2 and tag[1])
    assert struct.unpack("<I", found[2, 0])[0] == meta


def test_files_of_one_seed_are_equal_and_identifiers_of_two_differ():
    assert dicom("a", 3, OURS).data == dicom("b", 3, OURS).data
    assert tags(dicom("a", 3, OURS).data)[8, 0x18] != tags(dicom("a", 4, OURS).data)[8, 0x18]
    assert next(one for one in FORMATS if one.name == "dicom").reader == "document.letters"  # nothing takes it apart
