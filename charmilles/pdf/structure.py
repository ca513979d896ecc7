"""Repairs the structure of a PDF, so that a screen reader hears lists, tables and nothing empty.

WeasyPrint writes each piece of text as a /Span, a definition list as a division of items, and the
running foot as text that no element holds. These functions change its objects before they are
written; each one holds one rule of PDF/UA-1 (ISO 14289-1) or of ISO 32000-1, 14.8.4.
"""

_MAY_BE_EMPTY = {"/Document", "/TR", "/TH", "/TD", "/Figure", "/Link"}


def repair(document, pdf):
    """Repairs what WeasyPrint is about to write; it calls this function last, as a finisher."""
    tree = _Tree(pdf)
    tree.unwrap_texts()
    tree.remove_empty(tree.document)
    for element in tree.reachable():
        if element["S"] == "/L":
            tree.hold_only_items(element)
    for table in [element for element in tree.reachable() if element["S"] == "/Table"]:
        tree.give_scopes(table)
    tree.release_what_is_not_read(pdf)


class _Tree:
    """The elements of a document, by reference, and the lists that lead from marks to them."""

    def __init__(self, pdf):
        dictionaries = [value for value in pdf.objects if isinstance(value, dict)]
        found = [value for value in dictionaries if value.get("Type") == "/StructElem"]
        self.elements = {element.reference: element for element in found}
        self.document = next(element for element in found if element["S"] == "/Document")
        (self.numbers,) = (value["Nums"] for value in dictionaries if "Nums" in value)

    def kids(self, element):
        return [self.elements[kid] for kid in element["K"] if kid in self.elements]

    def reachable(self, element=None):
        element = self.document if element is None else element
        yield element
        for kid in self.kids(element):
            yield from self.reachable(kid)

    def adopt(self, element, kids):
        """Makes these the kids of the element: references, or marks."""
        element["K"][:] = kids
        for kid in self.kids(element):
            kid["P"] = element.reference

    def unwrap_texts(self):
        """Removes the /Span around each piece of text: a third of the objects, and of the
        memory that a booklet needs."""
        spans = {name: element for name, element in self.elements.items() if _is_bare(element)}
        for element in self.elements.values():
            element["K"][:] = [spans[kid]["K"][0] if kid in spans else kid for kid in element["K"]]
        for parents in self._of_pages():
            parents[:] = [spans[one]["P"] if one in spans else one for one in parents]
        for name, span in spans.items():
            del self.elements[name]
            span.clear()

    def remove_empty(self, element):
        """Removes the elements that hold nothing: the blocks of a drawing, an icon."""
        for kid in self.kids(element):
            self.remove_empty(kid)
            if not kid["K"] and kid["S"] not in _MAY_BE_EMPTY:
                element["K"].remove(kid.reference)
                self._forget(kid)

    def hold_only_items(self, whole):
        """Makes an item of each division of a definition list, and puts a nested list in its item.

        A nested list that goes on on another page, without its item, gives its own items.
        """
        kids, rest = [], self.kids(whole)
        while rest:
            kid = rest.pop(0)
            if kid["S"] == "/L" and kids:
                self._put_in_item(kids[-1], kid)
            elif kid["S"] == "/L":
                rest[:0] = self.kids(kid)
                self._forget(kid)
            else:
                if kid["S"] == "/Div":
                    self._become_item(kid)
                kids.append(kid)
        self.adopt(whole, [kid.reference for kid in kids])

    def _become_item(self, division):
        """Takes the bodies of its pairs; a point that style puts between two is not read."""
        items = self.kids(division)
        bodies = [body.reference for item in items for body in self.kids(item)]
        division["S"] = "/LI"
        self.adopt(division, bodies)
        for item in items:
            self._forget(item)

    def _forget(self, element):
        del self.elements[element.reference]
        element.clear()

    def _put_in_item(self, item, inner):
        body = self.kids(item)[-1]
        self.adopt(body, [*body["K"], inner.reference])

    def give_scopes(self, table):
        """Says of each header whether it is that of its column or of its row."""
        for part in self.kids(table):
            for row in self.reachable(part):
                heads = [cell for cell in self.kids(row) if cell["S"] == "/TH"]
                spans = any("ColSpan" in cell["A"] for cell in heads)
                of_column = part["S"] == "/THead" or spans  # the title of a group of rows
                for cell in heads:
                    cell["A"]["Scope"] = "/Column" if of_column else "/Row"

    def release_what_is_not_read(self, pdf):
        """Marks as artifacts the texts that no element of the document holds: running feet."""
        read = {element.reference for element in self.reachable()}
        pages = [value for value in pdf.objects if _is_page(value)]
        streams = {value.reference: value for value in pdf.objects}
        for page, parents in zip(pages, self._of_pages(), strict=True):
            unread = {mark for mark, parent in enumerate(parents) if parent not in read}
            _release(streams[page["Contents"]], unread)
            parents[:] = ["null" if parent not in read else parent for parent in parents]

    def _of_pages(self):
        return [entry for entry in self.numbers if isinstance(entry, list)]


def _release(stream, unread):
    """Begins these marks as artifacts: « /P <</MCID 3>> BDC » becomes « /Artifact BMC »."""
    operations = stream.stream
    for place, operation in enumerate(operations):
        if isinstance(operation, dict) and operation.get("MCID") in unread:
            operations[place - 1 : place + 2] = ["/Artifact", b"", b"BMC"]


def _is_page(value):
    return isinstance(value, dict) and value.get("Type") == "/Page"


def _is_bare(element):
    marks = element["K"]
    return element["S"] == "/Span" and len(marks) == 1 and isinstance(marks[0], int)
