"""Test catalogue: classes by printed name, and a test for each trap of the domain facts."""

import re

import hyperscan
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.reference import test_catalogue as catalogue


def class_of(name, *others):
    test = catalogue.classify_names([name, *others])[name]
    return None if test is None else test.test_class


def test_the_catalogue_has_its_classes_and_sound_rows():
    tests = catalogue.load()
    assert len(tests) == 166
    assert len({test.id for test in tests}) == 166
    assert {"HIV", "HEPATITIS", "STI", "CANCER", "PREGNANCY", "GENETICS", "TOXICOLOGY", "GENERAL"} <= {
        test.test_class for test in tests
    }
    assert all(0 <= test.tier <= 4 and re.compile(test.pattern) for test in tests)


@pytest.mark.parametrize("test", catalogue.load(), ids=lambda test: test.id)
def test_every_printed_name_leads_back_to_its_test(test):
    assert all(catalogue.by_name(name) is test for name in test.printed_as)
    assert catalogue.by_id(test.id) is test


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("HIV 1/2 Ag/Ab", "HIV"), ("HIV-1 RNA viral load", "HIV"), ("CD4 count", "HIV"), ("Anti-HCV", "HEPATITIS"),
        ("Hepatitis B surface antigen", "HEPATITIS"), ("CT/NG", "STI"), ("Chlamydia trachomatis NAAT", "STI"),
        ("Syphilis serology", "STI"), ("PSA", "CANCER"), ("Histology", "CANCER"), ("Pregnancy test", "PREGNANCY"),
        ("BRCA1", "GENETICS"), ("Drugs of abuse", "TOXICOLOGY"), ("Clozapine level", "MENTAL_HEALTH"),
        ("Gender identity clinic", "GENDER"), ("Child protection medical", "SAFEGUARDING"),
        ("MRSA screen", "INFECTION"),
        ("Testosterone", "HORMONES"), ("FBC", "GENERAL"), ("U&E", "GENERAL"), ("SERUM UREA", "GENERAL"),
        ("C-reactive protein", "GENERAL"), ("Alkaline phosphatase", "GENERAL"), ("HbA1c", "GENERAL"),
        ("full  blood\u00a0count", "GENERAL"), ("Paternity", "PATERNITY"), ("Wibble factor", None),
    ],
)  # fmt: skip
def test_common_names_are_classified(name, expected):
    assert class_of(name) == expected


@pytest.mark.parametrize(
    "name", ["LITHIUM HEPARIN", "Lithium-Heparin", "LITHIUM  HEPARIN", "Lithium (Heparin) tube", "LiHep"]
)
def test_a_lithium_heparin_tube_is_no_lithium_level(name):
    assert class_of(name) is None
    assert catalogue.match(f"{name} 4 ml") == []
    assert class_of("Lithium") == "MENTAL_HEALTH"


def test_mg_is_magnesium_and_not_mycoplasma_genitalium():
    assert class_of("MG") == class_of("Mg") == "GENERAL"
    assert class_of("MGen") == "STI"


@pytest.mark.parametrize("name", ["CT", "CT HEAD", "CT abdomen and pelvis"])
def test_ct_is_tomography_unless_paired_with_gonorrhoea(name):
    assert class_of(name) is None


def test_egfr_is_kidney_function_by_case_or_in_a_list_of_capitals():
    assert class_of("eGFR") == "GENERAL"
    assert class_of("EGFR mutation") == class_of("EGFR", "Sodium") == "CANCER"
    assert class_of("EGFR", "SODIUM", "POTASSIUM") == "GENERAL"
    assert "CANC-049" not in catalogue.match("eGFR 90 mL/min")


@pytest.mark.parametrize("name", ["PREP SLIDE", "Prep", "SPECIMEN PREP"])
def test_prep_is_specimen_preparation_unless_written_as_the_drug(name):
    assert class_of(name) is None
    assert class_of("PrEP bloods") == "HIV"


def test_rita_is_a_first_name_without_hiv_beside_it():
    assert class_of("RITA") is None
    assert catalogue.match("Rita Jones attended; RITA JONES") == []
    assert "HIV-006" in catalogue.match("HIV RITA: recent infection likely")


@pytest.mark.parametrize(
    "text", ["fit note", "FIT NOTE issued", "fit for work", "FIT TO FLY", "mask FIT test", "FIT testing of FFP3"]
)
def test_fit_is_a_stool_test_only_in_capitals_and_out_of_other_company(text):
    assert "CANC-054" not in catalogue.match(text)
    assert "CANC-054" in catalogue.match("FIT 12 ug/g")


@pytest.mark.parametrize(
    "text", ["hearing AIDS", "HEARING AIDS", "visual aids", "first aids", "walking AIDS", "aids memoire"]
)
def test_aids_that_help_are_not_a_diagnosis(text):
    assert "HIV-013" not in catalogue.match(text)
    assert "HIV-013" in catalogue.match("known AIDS")


@pytest.mark.parametrize("text", ["rpr", "Rpr 3 months", "psa about parking", "cea", "hcv"])
def test_abbreviations_that_are_words_elsewhere_need_their_exact_case(text):
    assert catalogue.match(text) == []
    assert class_of("RPR") == "STI"


@pytest.mark.parametrize(
    "text",
    ["HCV driver", "HEV charging point", "lead nurse", "ROOM T18", "STOP", "top floor", "ANC", "TV licence", "unfit"],
)
def test_other_traps_of_the_catalogue_stay_unclassified(text):
    assert catalogue.match(text) == []


def test_respiratory_chlamydia_is_no_sexual_infection():
    assert catalogue.match("Chlamydia pneumoniae IgG") == []


def test_haemoglobin_alone_is_general_and_its_electrophoresis_is_genetic():
    assert class_of("Haemoglobin") == "GENERAL"
    assert class_of("Haemoglobin electrophoresis") == "GENETICS"
    assert class_of("Serum electrophoresis") == "CANCER"


def test_hcg_is_a_pregnancy_test_unless_a_tumour_is_named():
    assert class_of("beta hCG") == "PREGNANCY"
    assert class_of("hCG tumour marker") == "CANCER"


def test_negation_is_left_to_a_later_stage():
    """The rule of the catalogue: "no evidence of malignancy" matches on purpose."""
    assert "CANC-039" in catalogue.match("No evidence of malignancy")


def test_immunity_is_preferred_over_infection_where_the_longer_name_says_so():
    for name in ("Hepatitis B surface antibody", "Serum hepatitis B surface antibody level"):
        assert catalogue.classify_names([name])[name].tier == 1


def test_hits_tell_their_place_and_can_be_limited():
    line = "Clinical details: known HIV, on  lithium"
    hits = {hit.test_id: catalogue.printed_line(line)[hit.start : hit.end] for hit in catalogue.find(line)}
    assert hits["MENT-101"] == "lithium"
    assert [hit.test_id for hit in catalogue.find(line, among={"MENT-101"})] == ["MENT-101"]


@given(st.lists(st.text(max_size=30), max_size=8))
def test_every_distinct_name_gets_one_answer(names):
    assert set(catalogue.classify_names(names)) == set(names)


@pytest.mark.field
def test_most_printed_names_of_real_laboratory_messages_are_known(field_data):
    """NHS pathology EDIFACT fixtures: 44 distinct names, all classified, one (bowel screening) not general."""
    names = set()
    for path in sorted((field_data / "s01-nhs-edifact-pathology").rglob("*")):
        if path.is_file():
            found = re.findall(r"INV\+MQ\+[^:']*:91[0-9][^+':]*:*([^':]+)'", path.read_text(encoding="latin-1"))
            names.update(name for name in found if not name.isdigit())
    classified = catalogue.classify_names(sorted(names))
    assert len(names) == 44
    assert None not in classified.values()
    assert {name for name, test in classified.items() if test.test_class != "GENERAL"} == {
        "Bowel cancer screening result"
    }


def test_codes_lead_to_known_tests_and_unlicensed_systems_are_absent():
    for system in ("READ2", "LOINC"):
        codes = catalogue.codes(system)
        assert codes
        assert all(catalogue.by_id(test_id) for test_id in codes.values())
    assert not catalogue.codes("SNOMED")


def test_every_pattern_compiles_as_a_hyperscan_prefilter():
    """Detectors find candidates with one engine and ask `find` only where it saw something."""
    patterns = [test.pattern.encode() for test in catalogue.load()]
    flags = [hyperscan.HS_FLAG_CASELESS | hyperscan.HS_FLAG_PREFILTER] * len(patterns)
    engine = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    engine.compile(expressions=patterns, ids=list(range(len(patterns))), elements=len(patterns), flags=flags)
    seen = set()
    engine.scan(b"known HIV, on lithium", match_event_handler=lambda number, *_: seen.add(number))
    assert {catalogue.load()[number].id for number in seen} >= set(catalogue.match("known HIV, on lithium"))
