"""Checks every page with axe: WCAG 2.2 level AA rules, and best practices."""

import itertools

import pytest
from django.conf import settings

from tests.browser.conftest import need
from tests.browser.pages import OURS, STAFF

AXE = settings.BASE_DIR / "tests/node_modules/axe-core/axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = [360, 1280]
SCHEMES = ["light", "dark"]
SCREENS = list(zip(SCHEMES, WIDTHS, strict=True))  # both colours and widths; with --long, each pair

# Rules that Django's own admin templates break: {rule: (where, why it can stay)}.
EXCEPTIONS = {
    "empty-table-header": ("th.original", "above the name of a row, which spans the whole table"),
}

VIOLATIONS = """async ([tags, exceptions]) => {
    for (const animation of document.getAnimations()) animation.finish();  // colours under way
    const options = {runOnly: {type: "tag", values: tags}, resultTypes: ["violations"]};
    const {violations} = await axe.run(document, options);
    const excepted = (rule, node) => rule.id in exceptions
        && document.querySelector(node.target[0]).matches(exceptions[rule.id]);
    return violations.flatMap((rule) => rule.nodes
        .filter((node) => !excepted(rule, node))
        .map((node) => [rule.id, node.target.join(" "), node.failureSummary]));
}"""


@pytest.fixture(scope="module")
def axe():
    need(AXE.exists(), "axe-core")
    return AXE.read_text(encoding="utf-8")


@pytest.mark.parametrize("page", OURS + STAFF, ids=str)
def test_axe_finds_no_violation(visit, axe, page, long):
    tab = visit(page)
    # Evaluated by the browser, not added to the page, whose security policy would refuse it.
    tab.evaluate(axe)
    tab.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
    places = {rule: place for rule, (place, _) in EXCEPTIONS.items()} if page in STAFF else {}
    violations = {}
    for scheme, width in itertools.product(SCHEMES, WIDTHS) if long else SCREENS:
        tab.emulate_media(color_scheme=scheme)
        tab.set_viewport_size({"width": width, "height": 800})
        for rule, target, summary in tab.evaluate(VIOLATIONS, [TAGS, places]):
            violations.setdefault((rule, summary), {}).setdefault(target, []).append(
                f"{width} {scheme}"
            )
    assert not violations, "".join(map(described, violations.items()))


def described(violation):
    (rule, summary), targets = violation
    places = [f"\n    {target} ({', '.join(where)})" for target, where in targets.items()]
    more = f"\n    et {len(places) - 5} autres" if len(places) > 5 else ""
    return f"\n{rule} : {summary}{''.join(places[:5])}{more}"


HEADINGS = """() => [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")]
    .map((heading) => [Number(heading.tagName[1]), heading.textContent.trim()])"""


@pytest.mark.parametrize("page", OURS, ids=str)
def test_headings_are_a_tree(visit, page):
    headings = visit(page).evaluate(HEADINGS)
    levels = [level for level, _ in headings]
    assert levels.index(1) == 0
    assert levels.count(1) == 1
    pairs = itertools.pairwise(headings)
    assert [after for before, after in pairs if after[0] > before[0] + 1] == []
