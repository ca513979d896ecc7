"""Staff move the rows of a list with its buttons, in a real browser."""

from tests.browser.gestures import go


def titles(tab):
    return [box.input_value() for box in tab.locator("tr.has_original [name$=-title]").all()]


def places(tab):
    return [box.input_value() for box in tab.locator("tr.has_original [name$=-position]").all()]


def test_row_is_moved_then_saved(site, new_tab):
    tab = new_tab(staff=True)
    tab.goto("/gestion/catalogue/programme/?q=AGOrA")
    tab.locator("#result_list tbody th a").first.click()
    tab.locator("#units-group summary").click()
    rows = tab.locator("#units-group")
    before = titles(rows)
    second = rows.locator("tr.has_original").nth(1)
    second.get_by_role("button", name="Monter cette ligne").click()
    expected = [before[1], before[0], *before[2:]]
    assert titles(rows) == expected
    assert places(rows) == [str(place) for place in range(1, len(before) + 1)]
    go(tab.locator("[name=_continue]"))
    assert titles(tab.locator("#units-group")) == expected
