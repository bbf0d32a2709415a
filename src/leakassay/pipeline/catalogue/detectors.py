"""Every kind of value that is looked for: one line each; adding one needs no second place.

Header expressions are matched at the end of the normalised header (lower case, words parted by one space), starting
at a word; the longest match wins, a tie goes to the name that sorts first.
"""

# ruff: noqa: E501  one detector, one entry: an expression over headers is read in one piece

from __future__ import annotations

from leakassay.model.plugin import Detector

_NUMBER = r"(?:no|nos|num|number|nbr|id)"

DETECTORS: tuple[Detector, ...] = (
    # people
    Detector("nhs_number", value="uk.nhs_number", headers=rf"(?:nhs ?{_NUMBER}?|nnn)(?: value)?$",
             context=("nhs", "patient"), in_text=True, prior=0.35, covers="mod 11, live and 9xx test range"),
    Detector("chi_number", value="uk.chi_number", headers=rf"chi ?{_NUMBER}?$", context=("chi",), in_text=True,
             prior=0.1, covers="date of birth and mod 11"),
    Detector("hc_number", value="uk.hc_number", headers=rf"(?:h c|hcn|hc|health and care) ?{_NUMBER}?$",
             context=("h&c", "hcn", "health and care"), in_text=True, prior=0.1, covers="mod 11, range 320 to 399"),
    Detector("hospital_number", headers=rf"(?:hosp(?:ital)? ?{_NUMBER}|mrn|(?:patient|pat|pas|case|district) ?{_NUMBER}"
             r"|case ?notes?(?: (?:no|num|number))?|^(?:patient |hospital )?unit ?(?:no|num|number|nbr)|patientid|pid|crn)$", context=("hospital", "mrn", "hosp"), covers="by header; no check digit"),
    Detector("surname", value="person_name", headers=r"(?:sur ?name|last ?name|family ?name|lname|family|last|^s ?name?)$",
             covers="header or gazetteer share"),
    Detector("forename", value="person_name", headers=r"(?:fore ?names?|first ?names?|given ?names?|christian name|^f ?name?|^g ?name|given|first)$",
             covers="header or gazetteer share"),
    Detector("full_name", headers=r"(?:pat(?:ient)?(?: ?s)? ?(?:full )?name|full ?name|pt name|name of patient|person name|name text|^name|^patient)$",
             in_text=True, prior=0.6, covers="titles, re:, SURNAME, Forename"),
    Detector("person_name", in_text=True, prior=0.8, covers="names beside no number: a listed forename or the words around it; nobody is counted by them"),
    Detector("date_of_birth", value="date_of_birth", headers=r"(?:d ?o ?b|date of birth|birth ?(?:date|day|dt)?|b ?day|dateofbirth|born)(?: .*)?$",
             context=("dob", "d.o.b", "born", "birth"), in_text=True, prior=0.2, covers="many printed forms"),
    Detector("sex", headers=r"(?:sex|gender)(?: (?:code|cd))?$", covers="M, F, male, female, 1, 2"),
    Detector("address", headers=r"(?:addr(?:ess)?(?: ?(?:line|text))?(?: ?[1-9])?|street|house ?(?:no|name)|city|town|county|district)$",
             covers="by header or street words"),
    Detector("postcode", value="uk.postcode", headers=r"(?:post(?:al)? ?code|p ?code|zip(?: code)?)$", in_text=True, prior=0.8,
             covers="grammar; ZZ99 and BFPO too"),
    Detector("telephone", value="telephone", headers=r"(?:tel(?:ephone)?|phone|mobile|landline|fax|contact)(?: ?(?:no|num|number|home|work|1|2))?$",
             context=("tel", "phone", "mobile", "call"), in_text=True, prior=0.6, covers="United Kingdom; others behind + or a label"),
    Detector("email", value="email_address", headers=r"e ?mail(?: address)?$", in_text=True, prior=0.95, covers="addresses"),
    Detector("gp_practice", headers=r"(?:gp ?(?:code|practice(?: code)?)|gpcode|practice(?: code)?|registered practice|surgery(?: code)?|practice to .*)$",
             covers="ODS code of registration"),
    Detector("site_code", headers=r"(?:site(?: code)?|hospital(?: code)?|ods(?: code)?|org(?:anisation)? code|ward(?: code)?|location(?: code)?)$",
             covers="by header"),
    Detector("assigning_authority", headers=r"assigning authority$", covers="by header"),
    Detector("sender", headers=r"(?:sender|sending (?:facility|organisation))$", covers="by header"),
    Detector("staff_name", headers=r"(?:consultant|clinician|doctor|dr|gp|staff|nurse|operator|user|performing professional|practitioner|signed|"
             r"typed|authoris(?:er|ed)|created|entered|updated)(?: (?:by|name|fore ?name|sur ?name|first ?name|last ?name))*$",
             covers="people who are not patients"),
    Detector("related_name", headers=r"(?:next of kin|nok|mother|father|guardian|emergency contact|maiden|previous|alias)(?: .*)?name$",
             covers="relatives; not sightings of their own"),
    # the laboratory
    Detector("specimen_id", headers=rf"(?:lab ?{_NUMBER}|labno|(?:specimen|spec|sample|accession|episode|request) ?{_NUMBER}|accession|barcode)$",
             covers="the profile's pattern, or header"),
    Detector("test_code", headers=r"(?:(?:test|assay|investigation|analyte|profile|order|panel|set|determinand|procedure|loinc|read) ?code|test ?id|tfc|testcode|t ?code)$",
             covers="by header, catalogue or local code table"),
    Detector("test_name", headers=r"(?:(?:test|assay|investigation|analyte|procedure|panel) ?(?:name|desc(?:r(?:iption)?)?|term)?|testname|t ?desc(?:r(?:iption)?)?|analysis)$",
             covers="by header or test catalogue"),
    Detector("result", headers=r"(?:results?(?: ?(?:value|text))?|(?:observed|measured|test) value|observation|findings?|outcome|^value|reported value)$",
             covers="by header"),
    Detector("result_unit", headers=r"(?:result ?)?(?:units?|uom|unit of measure)$", covers="by header or units"),
    Detector("range_low", headers=r"(?:(?:ref(?:erence)?|range|normal|lower) ?(?:range )?(?:low|lower|min|limit)|ref ?low|low|min(?:imum)?)$", covers="by header"),
    Detector("range_high", headers=r"(?:(?:ref(?:erence)?|range|normal|upper) ?(?:range )?(?:high|upper|max|limit)|ref ?high|high|max(?:imum)?)$", covers="by header"),
    Detector("range", headers=r"(?:(?:ref(?:erence)?|normal)s? ?(?:range|interval)s?|range)$", covers="low and high in one cell"),
    Detector("flag", headers=r"(?:(?:abnormal|result|range)? ?flag|abnormal|interpretation)$", covers="by header"),
    Detector("collected_at", headers=r"(?:collect(?:ed|ion)?|drawn|taken|sampled|(?:sample|specimen|test) ?date|date of sample|date and time)"
             r"(?: ?(?:at|on|date|time|datetime|dt))*$", covers="specimen taken"),
    Detector("received_at", headers=r"(?:receiv(?:ed|al)|arriv(?:ed|al)|booked(?: in)?|registered|receipt)(?: ?(?:at|on|date|time|datetime|dt))*$", covers="specimen received"),
    Detector("reported_at", headers=r"(?:report(?:ed|ing)?|released|issued|authorised|validated|result)(?: ?(?:at|on|date|time|datetime|dt))+$"
             r"|reported$", covers="result reported"),
    Detector("date", headers=r"(?:date(?: ?time)?|timestamp|dt)$", covers="a date that says no more"),
    Detector("client_code", headers=r"(?:client|account|customer|source|ward|location)(?: ?(?:code|no|id))?$", covers="who sent the specimen"),
    Detector("requester_code", headers=r"(?:request(?:ed|er|or|ing)?(?: ?(?:by|code|clinician|doctor))*|order(?:ed|ing)(?: (?:by|clinician|doctor|provider))|"
             r"consultant code|clinician code|referrer)$", covers="who ordered"),
    Detector("gmp_code", value="uk.gmp_code", headers=r"(?:gmp|gp ppd|ppd)(?: code)?$", in_text=True, prior=0.8, covers="G and seven digits"),
    Detector("gmc_number", value="uk.gmc_number", headers=rf"gmc ?(?:ref(?:erence)? ?)?{_NUMBER}?$", context=("gmc",), in_text=True, labelled=True,
             covers="behind its label"),
    Detector("consultant_code", value="uk.consultant_code", in_text=True, prior=0.8, covers="C and seven digits"),
    Detector("nmc_pin", value="uk.nmc_pin", headers=rf"nmc(?: pin)? ?{_NUMBER}?$|nmc pin$", context=("nmc", "nmc pin"), in_text=True, labelled=True,
             covers="behind its label"),
    Detector("comment", headers=r"(?:comments?|notes?|clinical (?:details|info(?:rmation)?)|narrative|report ?text|free ?text|history|remarks?|text)$",
             covers="searched as free text"),
    # business, banking, credentials
    Detector("money", headers=r"(?:(?:price|amount|cost|gbp|salary|total|fee|charge|net|gross)(?: .*)?|vat(?: (?!reg|no|num|id).*)?)$", covers="by header"),
    Detector("nino", value="uk.nino", headers=r"(?:nino|ni ?(?:no|number)|national insurance(?: (?:no|number))?)$", context=("national insurance", "nino", "ni no"),
             in_text=True, prior=0.7, covers="prefix and suffix rules"),
    Detector("utr", value="uk.utr", headers=rf"(?:utr ?{_NUMBER}?|(?:unique )?tax(?:payer)? ref(?:erence)?)$",
             context=("utr", "taxpayer reference", "tax reference", "tax ref"), in_text=True, labelled=True, covers="check digit, behind its label"),
    Detector("passport_number", value="uk.passport_number", headers=rf"passport ?{_NUMBER}?$", context=("passport",), in_text=True, labelled=True,
             covers="behind its label"),
    Detector("driving_licence", value="uk.driving_licence", headers=rf"(?:driv(?:ing|er'?s?) ?(?:licen[cs]e)?|licen[cs]e) ?{_NUMBER}$", in_text=True,
             prior=0.9, covers="grammar, a birthday in it"),
    Detector("iban", value="iban", headers=r"iban$", in_text=True, prior=0.9, covers="ISO 7064 mod 97"),
    Detector("sort_code", value="uk.sort_code", headers=r"sort ?code$", context=("sort code", "account"), in_text=True, prior=0.3,
             covers="with an account number beside it"),
    Detector("account_number", headers=r"(?:bank )?acc(?:oun)?t ?(?:no|num|number)$", covers="by header"),
    Detector("card_number", value="card_number", headers=rf"(?:(?:credit|debit|payment|bank) ?)?card ?{_NUMBER}$|^pan$", context=("card", "visa", "mastercard", "amex"),
             in_text=True, prior=0.85, covers="issuer, length, Luhn; in text in groups or labelled"),
    Detector("vat_number", value="uk.vat_number", headers=rf"vat (?:reg(?:istration)? ?)?{_NUMBER}$", context=("vat", "vat reg", "vat registration"),
             in_text=True, labelled=True, covers="mod 97, behind its label"),
    Detector("company_number", value="uk.company_number", headers=rf"(?:company|companies house) ?(?:reg(?:istration)? ?)?{_NUMBER}$",
             context=("company", "companies house", "company reg", "company registration", "registered"), in_text=True, labelled=True,
             covers="behind its label"),
    Detector("ip_address", value="ip_address", headers=r"(?:ip|ip ?v[46]|ip addr(?:ess)?)$", in_text=True, prior=0.6, covers="versions 4 and 6"),
    Detector("username", headers=r"(?:user ?names?|login|log ?on|user ?id|sam ?account ?name)$", covers="by header"),
    Detector("credential", context=("password", "pwd", "passwd"), in_text=True, prior=0.8, covers="passwords and keys; never tried"),
)  # fmt: skip
"""All of them, people first."""
