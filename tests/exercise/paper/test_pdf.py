"""Reports are PDFs whose text another program reads."""

import pypdfium2

from leakassay.exercise.estate.house import OURS
from leakassay.exercise.estate.record import Estate, records
from leakassay.exercise.paper.letter import spaced
from leakassay.exercise.paper.pdf import report


def test_each_page_holds_its_patient_and_tests(estate: Estate):
    rows = records(estate, 0, 4)
    document = pypdfium2.PdfDocument(report("x.pdf", rows, OURS).data)
    assert len(document) == 4
    for row in rows.to_pylist():
        text = document[row["record"]].get_textpage().get_text_range()
        assert row["surname"] in text
        assert spaced(row["nhs_number"]) in text
        assert row["test_name"] in text


def test_the_properties_name_the_system_and_no_time(estate: Estate):
    data = report("x.pdf", records(estate, 0, 1), OURS).data
    properties = pypdfium2.PdfDocument(data).get_metadata_dict()
    assert OURS.host in properties["Creator"]
    assert data == report("y.pdf", records(estate, 0, 1), OURS).data
