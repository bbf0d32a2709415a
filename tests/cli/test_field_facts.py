"""What others counted in their own files, met by the finished case: sightings, events, rows and outcomes by set."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from cli.field_tables import FieldTables, name_of
from leakassay.values.uk.nhs_number import is_valid

pytestmark = pytest.mark.field

TRANSLATED = "s01-nhs-edifact-pathology/src/intTest/resources/success_uat_data"


def numbers(rows: list[dict[str, Any]]) -> set[str]:
    """Distinct NHS numbers of sightings."""
    return {row["nhs_number"] for row in rows if row["nhs_number"]}


def printed_numbers(folder: Path) -> set[str]:
    """Ten digits that stand alone and pass mod 11, anywhere in the bytes of a set: found without any of our readers."""
    shape = re.compile(rb"(?<![0-9])[0-9]{10}(?![0-9])")
    found = {run.decode() for path in folder.rglob("*") if path.is_file() for run in shape.findall(path.read_bytes())}
    return {run for run in found if is_valid(run)}


def leaves(value: Any) -> Iterator[dict[str, Any]]:
    """Every object inside a JSON value."""
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from leaves(inner)


def test_the_nine_numbers_of_the_range_table_are_people(field_tables: FieldTables) -> None:
    assert len(numbers(field_tables.rows("sightings", "s00-"))) == 9


def fhir_facts(bundle: dict[str, Any]) -> tuple[tuple[str, str], Counter[tuple[str, str]]]:
    """Surname and birth date of the patient, and code and name of each test, as the NHS translated a message."""
    resources = [entry["resource"] for entry in bundle["entry"]]
    (patient,) = [one for one in resources if one["resourceType"] == "Patient"]
    tests = Counter(
        (coded.get("code", ""), coded.get("display", ""))
        for one in resources
        if one["resourceType"] == "Observation"
        for coded in [one["code"]["coding"][0]]
    )
    return (patient["name"][0]["family"], patient.get("birthDate", "")), tests


def test_edifact_events_are_those_that_the_nhs_translated(field_tables: FieldTables, field_data: Path) -> None:
    """13 bundles: one sighting of each patient bears every test of the bundle."""
    bundles = sorted((field_data / TRANSLATED).rglob("*.fhir.json"))
    tests: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for event in field_tables.rows("events", "s01-", ".dat"):
        tests[event["sighting_id"]][event["test_code"] or "", event["test_name"] or ""] += 1
    for path in bundles:
        (surname, born), expected = fhir_facts(json.loads(path.read_bytes()))
        message = path.with_name(path.name.split(".")[0] + ".edifact.dat").relative_to(field_data).as_posix()
        sightings = [
            row
            for row in field_tables.rows("sightings", message)
            if row["surname"] == surname.upper() and (row["date_of_birth"] or "") == born
        ]
        assert any(tests[row["sighting_id"]] >= expected for row in sightings), path.name
    assert len(bundles) == 13


def test_every_patient_of_the_pathology_messages_is_seen(field_tables: FieldTables, field_data: Path) -> None:
    """As many sightings as PNA+PAT segments, file by file, and the numbers that the NHS's own patients bear."""
    folder = field_data / "s01-nhs-edifact-pathology" / "src"
    printed = {
        path.relative_to(field_data).as_posix(): count
        for path in folder.rglob("*.edifact.dat")
        if (count := path.read_bytes().count(b"PNA+PAT"))
    }
    sightings = field_tables.rows("sightings", "s01-nhs-edifact-pathology/src", ".dat")
    assert field_tables.counted(sightings, lambda row: row["item_path"]) == printed
    assert sum(printed.values()) == 30  # two more stand in the documentation
    assert numbers(sightings) >= {
        "7000000007", "9435492908", "9435505600", "9435518443", "9435468969", "8982821201",
    }  # fmt: skip
    interchanges = field_tables.top("s01-nhs-edifact-pathology", ".edifact.dat")
    documented = field_tables.rows("sightings", "s01-", ".edifact.dat")
    assert "5681121828" in numbers(documented)  # passes mod 11 in a range that nobody issues, in the patient's field
    everybody = Counter(row["item_path"] for row in documented)
    assert sum(everybody[field_tables.original(item)] for item in interchanges) == sum(
        (field_data / item["item_path"]).read_bytes().count(b"PNA+PAT") for item in interchanges
    )
    broken = {row["item_path"]: row["reason"] for row in field_tables.rows("items", "s01-") if row["outcome"] != "read"}
    assert {path.rsplit("/", 1)[-1]: why for path, why in broken.items()} == {
        "pathology_IRM.edifact.dat": "malformed",  # a second UNH inside the first message: one of the two is not there
        "collectionDate.edifact.dat": "malformed",  # the end of an interchange without its head
        "receivedDate.edifact.dat": "malformed",
    }


def segments(field_data: Path) -> dict[str, list[list[str]]]:
    """PID, OBR and OBX of each HL7 sample as fields, by a parser of three lines."""
    folder = field_data / "s02-hl7v2-samples" / "Hl7v2"
    return {
        path.name: [line.split("|") for line in re.split(r"[\r\n]+", path.read_text("latin-1")) if line]
        for path in sorted(folder.glob("*.hl7"))
    }


def test_every_pid_of_the_hl7_samples_is_a_sighting(field_tables: FieldTables, field_data: Path) -> None:
    """139 messages, 144 PID: each surname of PID-5, each number of PID-3 without one, is a sighting of its item."""
    seen = defaultdict(set)
    for row in field_tables.rows("sightings", "s02-"):
        seen[name_of(row)] |= {row["surname"], row["hospital_number"]}
    pids = [(name, line) for name, lines in segments(field_data).items() for line in lines if line[0] == "PID"]
    missed = []
    for name, fields in pids:
        surname = re.split(r"[~^&]", fields[5])[0].strip('" ').upper()
        if (surname or re.split(r"[~^&]", fields[3])[0]) not in seen[name]:
            missed.append(name)
    assert (len(pids), missed) == (144, [])
    messages = field_tables.top("s02-", ".hl7")
    # four end without a segment end, in a segment that is shorter than its like: they may be cut off
    # ten hold documents that are no words
    found = field_tables.counted(messages, lambda row: (row["outcome"], row["reason"]))
    assert found == {("read", ""): 125, ("read_partly", "truncated"): 4, ("read_partly", "some_parts_failed"): 10}
    whole = [row for row in messages if row["reason"] != "some_parts_failed"]
    assert all(row["bytes_read"] == row["own_bytes"] for row in whole)


def test_every_coded_obx_and_every_order_without_one_is_an_event(field_tables: FieldTables, field_data: Path) -> None:
    """254 OBX, of which 245 bear a code, and 72 OBR."""
    counted: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    for name, lines in segments(field_data).items():
        told = [line for line in lines if line[0] in ("OBR", "OBX")]
        kinds.update(line[0] for line in told)
        for line, after in pairwise([*told, ["OBR"]]):
            if line[0] == "OBX":
                counted[name] += bool(line[3].strip('^"'))
            elif after[0] == "OBR":
                counted[name] += bool(line[4].strip("^"))
    events = [row for row in field_tables.rows("events", "s02-") if row["status"] in ("requested", "resulted")]
    seen = Counter(name_of(row) for row in events)
    assert kinds == {"OBX": 254, "OBR": 72}
    assert [name for name, count in counted.items() if seen[name] < count] == []
    assert all(row["sighting_id"] for row in events)


def test_the_pds_examples_give_58_numbers_and_none_of_the_invalid_ones(
    field_tables: FieldTables, field_data: Path
) -> None:
    said = {
        str(one["value"])
        for path in sorted((field_data / "s03-pds-fhir").rglob("*.json"))
        for one in leaves(json.loads(path.read_bytes()))
        if str(one.get("system", "")).endswith("nhs-number") and "value" in one
    }
    valid = {number for number in said if is_valid(number)}
    assert len(valid) == 58
    assert numbers(field_tables.rows("sightings", "s03-")) == valid
    assert "9000000015" in said - valid  # wrong on purpose


def test_the_vaccination_files_give_every_number_of_the_test_range(field_tables: FieldTables, field_data: Path) -> None:
    """2,011 runs pass mod 11: 2,004 in 9xx. What is seen besides is printed there; times and other ranges are not."""
    printed = printed_numbers(field_data / "s06-uk-vaccination-csv")
    seen = numbers(field_tables.rows("sightings", "s06-"))
    assert (len(printed), sum(number.startswith("9") for number in printed)) == (2011, 2004)
    assert {number for number in printed if number.startswith("9")} <= seen
    assert printed - seen == {"1770918337", "3510670485"}  # an epoch time, and a number of Northern Ireland
    assert "3510670485" in {row["hc_number"] for row in field_tables.rows("sightings", "s06-")}
    assert seen <= printed


def test_a_vaccination_row_is_a_whole_person(field_tables: FieldTables) -> None:
    rows = field_tables.rows("sightings", "s06-", "input/testData.csv")
    filled = Counter(name for row in rows for name in ("surname", "date_of_birth", "postcode") if row[name])
    assert len(rows) == 2004  # four of them have numbers that fail and are called test1
    assert min(filled.values()) >= 1990


@pytest.mark.parametrize(
    ("path", "records"),
    [
        ("s07-linkage-febrl/dataset1.csv", 1000),
        ("s07-linkage-febrl/dataset2.csv", 5000),
        ("s07-linkage-febrl/dataset3.csv", 5000),
        ("s07-linkage-febrl/dataset4a.csv", 5000),
        ("s07-linkage-febrl/dataset4b.csv", 5000),
        ("s07-linkage-splink/fake_1000.csv", 1000),
    ],
)
def test_the_linkage_sets_keep_their_rows_and_nearly_all_are_people(
    field_tables: FieldTables, path: str, records: int
) -> None:
    """Rows without any name and any number are no sightings: at most one in twenty-five."""
    assert field_tables.records(path) == records
    assert records * 0.96 <= len(field_tables.rows("sightings", path)) <= records


def test_the_made_up_hospital_has_27_patients_and_a_result_for_each_coded_observation(
    field_tables: FieldTables,
) -> None:
    """FIRST and LAST hold numbered names; observations bear LOINC codes and the key of a patient."""
    assert len(field_tables.rows("sightings", "s05-", "patients.csv")) == 27
    assert field_tables.counted(field_tables.rows("events", "s05-", "observations.csv"), lambda row: row["status"]) == {
        "resulted": field_tables.records("s05-synthea-csv/observations.csv")
    }


def test_relatives_and_guarantors_are_no_patients(field_tables: FieldTables, field_data: Path) -> None:
    """At most one patient for each PID; who stands in NK1, GT1 and IN1 is of unknown type."""
    messages = field_tables.rows("sightings", "s02-", ".hl7")
    people = field_tables.counted(messages, lambda row: row["person_type"])
    pids = sum(line[0] == "PID" for lines in segments(field_data).values() for line in lines)
    merged = sum(line[0] == "MRG" for lines in segments(field_data).values() for line in lines)
    assert people["unknown"] > 90
    assert people["patient"] <= pids + merged
    assert not any(row["test_class"] == "GENETICS" for row in field_tables.rows("events", "s02-"))


def test_a_list_of_made_up_people_is_seen_whole(field_tables: FieldTables) -> None:
    assert len(field_tables.rows("sightings", "s08-", "FakeNameGenerator.com_100.csv")) == 100
    found = {row["kind"] for row in field_tables.rows("mentions", "s08-", "synth_dataset_v2.json")}
    assert found >= {"full_name", "email", "iban"}


def test_a_register_of_practices_holds_no_patient(field_tables: FieldTables) -> None:
    """The negative control: 14,049 rows of codes and addresses, no NHS number, no sighting, no event."""
    assert sum(row["records"] for row in field_tables.top("s10-")) == 14_049
    assert field_tables.rows("sightings", "s10-") == []
    assert field_tables.rows("events", "s10-") == []
    assert not any(row["kind"] == "nhs_number" for row in field_tables.rows("mentions", "s10-"))


CODE_LISTS = ("s09-", "s10-", "s20-blns", "s20-rarfile", "s22-")


@pytest.mark.parametrize("under", CODE_LISTS)
def test_what_holds_no_people_gives_no_sighting(field_tables: FieldTables, under: str) -> None:
    assert field_tables.rows("sightings", under) == []


def test_54_pdfs_end_as_what_they_are(field_tables: FieldTables) -> None:
    """33 with text on a page, 4 damaged, 3 with notes only; 2 with a password; 5 of pictures; 11 of neither."""
    found = field_tables.counted(field_tables.top("s11-", ".pdf"), lambda row: (row["outcome"], row["reason"]))
    assert found == {
        ("read", ""): 32,
        # two streams that do not unpack, one that lacks its end, a table that points beside its objects
        ("read_partly", "some_parts_failed"): 4,
        ("encrypted", "password"): 2,
        ("pending", "ocr_budget"): 5,
        ("read_partly", "no_text"): 11,  # nine have an outline that says "Blank Page" over a page without text
    }


def test_one_text_in_four_encodings_is_read_whole_each_time(field_tables: FieldTables) -> None:
    for encoding in ("utf8", "utf16le", "utf16be", "windows"):
        for suffix, records in (("txt", 1), ("jsonl", 2)):
            item = field_tables.at(f"s12-ndr-import/hello_{encoding}.{suffix}")
            assert (item["outcome"], item["bytes_read"]) == ("read", item["size_bytes"])
            assert field_tables.records(item["item_path"]) == records


def test_odd_delimiters_make_columns(field_tables: FieldTables) -> None:
    """Comma, pipe, thorn and not-sign tables of the same feed."""
    for name, columns in (("normal.csv", 2), ("normal_pipe.csv", 2), ("normal_thorn.csv", 2)):
        found = field_tables.rows("columns", f"s12-ndr-import/{name}")
        assert len({row["position"] for row in found if row["item_path"].endswith(name)}) >= columns, name
    for name in ("not_sign_delimited.txt", "high_ascii_delimited.txt", "high_ascii_delimited_example_two.txt"):
        assert field_tables.at(f"s12-ndr-import/{name}")["format"] == "delimited"


def test_protected_files_of_the_feed_say_so(field_tables: FieldTables) -> None:
    locked = field_tables.rows("items", "s12-ndr-import/password_protected")
    assert [row["outcome"] for row in locked] == ["encrypted", "encrypted"]


def test_a_register_of_waste_names_nobody(field_tables: FieldTables) -> None:
    """Its "unit id" is a unit of measure."""
    assert field_tables.rows("sightings", "s13-", "OOM_alloc2.xls") == []


def test_sizes_and_times_of_tracks_are_no_bank_accounts(field_tables: FieldTables) -> None:
    assert not any(row["kind"] == "sort_code" for row in field_tables.rows("mentions", "s16-"))


def test_132_workbooks_open_but_for_the_damaged_and_the_protected(field_tables: FieldTables) -> None:
    """128 are workbooks by content; 4 are protected, one of them by Excel's own password; none crashes its reader."""
    books = field_tables.top("s13-")
    found = field_tables.counted(books, lambda row: (row["outcome"], row["reason"]))
    assert len(books) == 132
    assert found["encrypted", "password"] == 3
    assert (found["failed", "malformed"], found["failed", "no_text"]) == (1, 2)
    # one breaks off within a sheet, one counts its strings wrongly, one repeats a row without end
    assert (found["read_partly", "malformed"], found["read_partly", "limit_rows"]) == (2, 1)
    assert {reason for _, reason in found} == {"", "password", "malformed", "no_text", "limit_rows", "blank"}


def test_a_workbook_that_is_called_empty_has_no_part_left_unread(field_tables: FieldTables) -> None:
    """Its sheet has no cells; its macro is an item of its own, and is not read."""
    macros = field_tables.at("s13-calamine-sheets/vba.xlsm")
    assert (macros["outcome"], macros["reason"]) == ("empty", "blank")
    assert field_tables.at("s13-calamine-sheets/vba.xlsm!/xl/vbaProject.bin")["outcome"] == "unsupported"


CHINOOK = {
    "Album": 347, "Artist": 275, "Customer": 59, "Invoice": 412, "InvoiceLine": 2240, "Track": 3503,
    "PlaylistTrack": 8715, "Employee": 8, "Genre": 25, "MediaType": 5, "Playlist": 18,
}  # fmt: skip


def test_the_music_shop_in_json_keeps_every_row_and_its_67_people(field_tables: FieldTables) -> None:
    """Eleven tables, 15,607 rows, 59 customers and 8 employees."""
    path = "s16-chinook-sql/ChinookData.json"
    assert field_tables.records(path) == sum(CHINOOK.values())
    assert {row["table_name"] for row in field_tables.rows("columns", path)} == set(CHINOOK)
    assert len(field_tables.rows("sightings", path)) == 67


def test_104_mails_are_read_and_their_28_named_attachments_are_items(field_tables: FieldTables) -> None:
    """Parts without a file name (delivery reports, nested multiparts) are items too, under a name of ours."""
    mails = [row for row in field_tables.top("s17-") if row["format"] == "eml"]
    assert len(mails) == 104
    assert {row["outcome"] for row in mails} == {"read", "read_partly"}
    members = [row for row in field_tables.rows("items", "s17-") if ".eml!/" in row["item_path"]]
    named = [row for row in members if not re.fullmatch(r"part[0-9]+(?:\.eml)?", name_of(row))]
    assert len(named) == 28
    assert all(row["outcome"] for row in members)


def test_the_mails_of_the_standard_library_end_as_what_they_are(field_tables: FieldTables) -> None:
    """45 by their headers, 8 of which are broken on purpose (no boundary, no end of the header) and doubted; two have
    none that says mail, and are read as text."""
    mails = field_tables.counted(
        field_tables.top("s20-python-stdlib/email/", ".txt"), lambda row: (row["format"], row["outcome"])
    )
    assert mails == {("eml", "read"): 37, ("eml", "read_partly"): 8, ("text", "read"): 2}


def test_an_apple_mail_is_read(field_tables: FieldTables) -> None:
    mail = field_tables.at("s11-tika-documents/microsoft/testEMLX.emlx")
    assert (mail["format"], mail["outcome"]) == ("eml", "read")


def test_csv_spectrum_has_the_rows_of_its_json(field_tables: FieldTables, field_data: Path) -> None:
    folder = field_data / "s20-csv-spectrum"
    for path in sorted((folder / "csvs").glob("*.csv")):
        expected = json.loads((folder / "json" / f"{path.stem}.json").read_bytes())
        records = len(expected) if isinstance(expected, list) else 1
        assert field_tables.records(path.relative_to(field_data).as_posix()) == records, path.name


def test_an_encoding_that_is_not_known_is_never_called_read(field_tables: FieldTables) -> None:
    """Far Eastern encodings of eight bits: their UTF-8 twins are read, they are read in part and say why."""
    for path in field_tables.top("s20-python-stdlib/encodings/", "-utf8.txt"):
        assert path["outcome"] == "read"
    found = {name_of(row): row for row in field_tables.top("s20-python-stdlib/encodings/", ".txt")}
    for name in ("big5", "big5hkscs", "cp949", "euc_jp", "euc_kr", "gb18030", "gb2312", "gbk", "johab", "shift_jis"):
        assert (found[f"{name}.txt"]["outcome"], found[f"{name}.txt"]["reason"]) == ("read_partly", "bad_encoding")


def test_members_of_the_odd_tar_are_told_apart(field_tables: FieldTables) -> None:
    """Links are not followed, devices not opened; a tar of endless headers is malformed."""
    members = field_tables.rows("items", "s20-python-stdlib/archives/testtar.tar!/")
    found = field_tables.counted(members, lambda row: (row["outcome"], row["reason"]))
    assert found["refused", "symlink"] == 7
    assert found["refused", "special_file"] == 3
    assert field_tables.at("s20-python-stdlib/archives/recursion.tar")["outcome"] == "failed"


def test_naughty_strings_are_all_accounted_for(field_tables: FieldTables) -> None:
    for item in field_tables.top("s20-blns/"):
        assert (item["outcome"], item["bytes_read"]) == ("read", item["size_bytes"])
    assert field_tables.records("s20-blns/blns.json") == 513  # 515 less the two that are blank


def test_each_message_of_a_chat_is_a_record(field_tables: FieldTables) -> None:
    """Five and seven messages, and one row for each chat itself."""
    assert field_tables.records("s24-telegram-json/personal_chat.json") == 6
    assert field_tables.records("s24-telegram-json/supergroup_with_topics.json") == 8


def test_no_item_is_sighted_that_was_not_read(field_tables: FieldTables) -> None:
    """A sighting, an event or a mention lies in an item that was read, in part at least."""
    outcomes = {row["item_id"]: row["outcome"] for row in field_tables.rows("items")}
    for export in ("sightings", "events", "mentions"):
        found = {outcomes[row["item_id"]] for row in field_tables.rows(export)}
        assert found <= {"read", "read_partly", "pending"}, export  # notes on a scan are told before its pages are
