"""What a person does in a tab, with the wait for the page that it leads to.

A test that reads at once may read the page before, on a busy machine: `click` alone waits for no
navigation.
"""


def go(target):
    """Clicks on what leads to another page, or to the same one again, and waits for it."""
    with target.page.expect_navigation():
        target.click()


def press(within, name):
    """Presses the button of this name, in a tab or in a part of a page."""
    go(within.get_by_role("button", name=name))


def follow(within, name):
    """Follows the link of this name, in a tab or in a part of a page."""
    go(within.get_by_role("link", name=name))
