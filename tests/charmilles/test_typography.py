"""French spaces, figures and dates. S stands for the no-break space, N for the narrow one."""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st
from phonenumber_field.phonenumber import PhoneNumber

from charmilles import typography
from charmilles.templatetags import charmilles as tags

S, N = "\u00a0", "\u202f"


def spaced(text):
    """Writes the two no-break spaces as _ and ~, which a failure can show."""
    return text.replace(S, "_").replace(N, "~")


@pytest.mark.parametrize(
    ("source", "french"),
    [
        ("Qui est concerné ?", "Qui est concerné~?"),
        ("Qui est concerné?", "Qui est concerné~?"),
        ("Bravo !", "Bravo~!"),
        ("Quoi ?!", "Quoi~?!"),
        ("un ; deux", "un~; deux"),
        ("Durée : 2 ans", "Durée_: 2 ans"),
        ("Durée: 2 ans", "Durée_: 2 ans"),
        ("(« oui ») : non", "(«_oui_»)_: non"),
        ('dire "oui"', "dire «_oui_»"),
        ("« oui »", "«_oui_»"),
        ("«oui»", "«_oui_»"),
        ("100%", "100_%"),
        ("53 % du SMIC", "53_% du SMIC"),
        ("500€", "500_€"),
        ("6695 €", "6~695_€"),
        ("6 695 €", "6~695_€"),
        ("1350 heures", "1~350 heures"),
        ("1 350 h", "1~350_h"),
        ("5 000 000 €", "5~000~000_€"),
        ("1234567 €", "1~234~567_€"),
        ("8h-12h, 13h30", "8_h-12_h, 13_h_30"),
        ("l'eau", "l’eau"),
        ("etc...", "etc…"),
        ("avant -> après", "avant_: après"),
        ("un - deux", "un – deux"),
        ("- de 18 ans", "- de 18 ans"),
        ("apprentis - de 18 ans", "apprentis - de 18 ans"),
        ("1ère année", "1re année"),
        ("2ème année", "2e année"),
        ("21ème siècle", "21e siècle"),
        ("voeux et Oeuvre", "vœux et Œuvre"),
        ("n° 12", "n°_12"),
        ("N°12", "n°_12"),
        ("8h30", "8_h_30"),
        ("à 9 h 30", "à 9_h_30"),
    ],
)
def test_french_rewrites(source, french):
    assert spaced(typography.french(source)) == french


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Rien à changer.",
        "https://exemple.fr/fiche?a=1&b=2",
        "voir https://exemple.fr/a:b?c et la suite",
        "prenom.nom@exemple.fr",
        "2024-2026",
        "Saint-Martin-d’Hères",
        "12:30",
        "RNCP34606",
        "09 74 13 00 63",
        "en 2026",
    ],
)
def test_french_leaves_alone(text):
    assert typography.french(text) == text


SIGNS = "abé1290 .,;:!?%€«»()h°nm" + S + N


@given(st.text(st.sampled_from(SIGNS + "\"'-eèru"), max_size=40))
def test_french_twice_is_french_once(text):
    once = typography.french(text)
    assert typography.french(once) == once


@given(st.text(st.sampled_from(SIGNS), max_size=40))
def test_french_changes_spaces_only(text):
    without_spaces = "".join(typography.french(text).replace("…", "...").split())
    assert without_spaces == "".join(text.split())


@given(st.text(max_size=60))
def test_french_html_never_opens_a_tag_of_its_source(text):
    tags_of = re.findall(r"<[^>]*>", typography.french_html(text))
    assert set(tags_of) <= {"<sup>", "</sup>"}


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("1ère année", "1<sup>re</sup> année"),
        ("le 1er mars", "le 1<sup>er</sup> mars"),
        ("2e et 3ème", "2<sup>e</sup> et 3<sup>e</sup>"),
        ("<b>1er</b>", "&lt;b&gt;1<sup>er</sup>&lt;/b&gt;"),
        ("R&D", "R&amp;D"),
    ],
)
def test_french_html_escapes_and_raises_ordinals(source, html):
    assert typography.french_html(source) == html


# Figures


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("0", "0"),
        ("0.5", "0,5"),
        ("1.50", "1,5"),
        ("2.00", "2"),
        ("10", "10"),
        ("100", "100"),
        ("1350", "1~350"),
        ("1350.5", "1~350,5"),
        ("1234567", "1~234~567"),
        ("1E+3", "1~000"),
    ],
)
def test_number(value, written):
    assert spaced(typography.number(Decimal(value))) == written


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("0", "0_€"),
        ("0.00", "0_€"),
        ("6695.00", "6~695_€"),
        ("504.1", "504,10_€"),
        ("1867.02", "1~867,02_€"),
        ("9.92", "9,92_€"),
    ],
)
def test_euros(value, written):
    assert spaced(typography.euros(Decimal(value))) == written


@pytest.mark.parametrize(
    ("value", "written"), [("0", "0_%"), ("94.50", "94,5_%"), ("100", "100_%")]
)
def test_percent(value, written):
    assert spaced(typography.percent(Decimal(value))) == written


@given(st.decimals(0, 10**6, places=2))
def test_number_reads_back_as_itself(value):
    written = typography.number(value)
    assert Decimal(written.replace(N, "").replace(",", ".")) == value


@pytest.mark.parametrize(
    ("value", "feminine", "written"),
    [(1, False, "1er"), (1, True, "1re"), (2, True, "2e"), (11, False, "11e")],
)
def test_ordinal(value, feminine, written):
    assert typography.ordinal(value, feminine=feminine) == written


# Durations and dates


@pytest.mark.parametrize(
    ("bounds", "written"),
    [
        ((9,), "9_mois"),
        ((12,), "1_an"),
        ((18,), "18_mois"),
        ((24,), "2_ans"),
        ((9, 12), "9 à 12_mois"),
        ((12, 18), "12 à 18_mois"),
        ((12, 36), "1 à 3_ans"),
    ],
)
def test_months(bounds, written):
    assert spaced(typography.months(*bounds)) == written


@pytest.mark.parametrize(
    ("until", "written"),
    [
        (date(2026, 12, 6), "dimanche 6_décembre 2026 au soir"),
        (datetime(2026, 12, 6, 22, 59, tzinfo=UTC), "dimanche 6_décembre 2026 au soir"),
        (datetime(2026, 7, 6, 21, 59, tzinfo=UTC), "lundi 6_juillet 2026 au soir"),
        (datetime(2026, 12, 6, 22, 58, tzinfo=UTC), "dimanche 6_décembre 2026 à 23_h_58"),
    ],
)
def test_a_whole_day_lasts_until_its_evening(until, written):
    assert spaced(typography.deadline(until)) == written


@pytest.mark.parametrize(
    ("value", "written"), [(45, "45_min"), (60, "1_h"), (90, "1_h_30"), (125, "2_h_05")]
)
def test_minutes(value, written):
    assert spaced(typography.minutes(value)) == written


@pytest.mark.parametrize(
    ("hour", "minute", "written"), [(9, 0, "9_h"), (9, 5, "9_h_05"), (0, 30, "0_h_30")]
)
def test_clock(hour, minute, written):
    assert spaced(typography.clock(datetime(2027, 1, 12, hour, minute))) == written


def test_first_day_of_a_month_is_an_ordinal():
    assert spaced(typography.day(date(2026, 9, 1))) == "1er_septembre 2026"


def test_other_days_are_numbers():
    assert spaced(typography.day(date(2026, 8, 2))) == "2_août 2026"


def test_day_with_its_weekday():
    assert spaced(typography.day(date(2026, 9, 1), weekday=True)) == "mardi 1er_septembre 2026"


@pytest.mark.parametrize(
    ("precision", "written"),
    [("day", "1er_septembre 2026"), ("month", "septembre 2026"), ("year", "2026")],
)
def test_date_says_only_what_is_known(precision, written):
    assert spaced(typography.known_date(date(2026, 9, 1), precision)) == written


@pytest.mark.parametrize(
    ("first", "last", "year", "written"),
    [
        ((2027, 9, 6), (2027, 9, 10), True, "du 6 au 10_septembre 2027"),
        ((2027, 9, 6), (2027, 9, 10), False, "du 6 au 10_septembre"),
        ((2027, 9, 1), (2027, 9, 3), False, "du 1er au 3_septembre"),
        ((2027, 8, 30), (2027, 9, 3), True, "du 30_août au 3_septembre 2027"),
        ((2027, 12, 27), (2028, 1, 2), True, "du 27_décembre 2027 au 2_janvier 2028"),
        ((2027, 12, 27), (2028, 1, 2), False, "du 27_décembre au 2_janvier"),
        ((2027, 9, 6), (2028, 9, 10), True, "du 6_septembre 2027 au 10_septembre 2028"),
        ((2028, 5, 8), (2028, 5, 8), True, "le 8_mai 2028"),
    ],
)
def test_period_says_once_what_its_ends_share(first, last, year, written):
    assert spaced(typography.period(date(*first), date(*last), year=year)) == written


@pytest.mark.parametrize(
    ("precision", "written"), [("day", "2026-09-01"), ("month", "2026-09"), ("year", "2026")]
)
def test_machine_date_says_only_what_is_known(precision, written):
    assert typography.machine_date(date(2026, 9, 1), precision) == written


# Telephones


@pytest.mark.parametrize(
    ("number", "written"),
    [
        ("+33974130063", "09_74_13_00_63"),
        ("+262692851234", "0692_85_12_34"),
        ("+41223799111", "+41_22_379_91_11"),
    ],
)
def test_phone(number, written):
    assert spaced(typography.phone(PhoneNumber.from_string(number))) == written


# What templates ask for


def test_year_of_a_training_is_raised():
    assert tags.ordinal_year(1) == "1<sup>re</sup> année"


def test_blank_line_parts_two_paragraphs():
    assert tags.paragraphs("un\r\n\r\ndeux") == "<p>un</p>\n<p>deux</p>"


def test_line_break_stays_in_its_paragraph():
    assert tags.paragraphs("un\ndeux") == "<p>un<br>deux</p>"


@pytest.mark.parametrize("text", ["", "\n", "\n\n\n", "  \n\n  "])
def test_no_paragraph_without_words(text):
    assert tags.paragraphs(text) == ""


@pytest.mark.parametrize("text", ["un\n\n\ndeux", "un\n\n\n\ndeux", "un\n \ndeux"])
def test_wide_gap_makes_no_empty_paragraph(text):
    assert tags.paragraphs(text) == "<p>un</p>\n<p>deux</p>"


def test_paragraphs_escape():
    assert tags.paragraphs("<b>\nR&D") == "<p>&lt;b&gt;<br>R&amp;D</p>"


def test_icon_is_silent_and_takes_the_colour_of_its_words():
    drawn = lxml.html.fragment_fromstring(tags.icon("phone"))
    assert (drawn.get("class"), drawn.get("stroke")) == ("icon icon-phone", "currentColor")
    assert drawn.get("aria-hidden") == "true"


def test_unknown_icon_fails():
    with pytest.raises(FileNotFoundError):
        tags.icon("licorne")


@pytest.mark.parametrize(
    ("size", "written"),
    [(1000, "1_Ko"), (1001, "2_Ko"), (117_400, "118_Ko"), (2_400_000, "2~400_Ko")],
)
def test_kilobytes_are_rounded_up(size, written):
    assert spaced(typography.kilobytes(size)) == written


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (1, "1 jour"),
        (14, "14 jours"),
        (91, "3 mois"),
        (182, "6 mois"),
        (365, "1 an"),
        (730, "2 ans"),
        (100, "100 jours"),
    ],
)
def test_span_of_days(days, said):
    assert typography.span(timedelta(days=days)) == said.replace(" ", typography.NBSP)
