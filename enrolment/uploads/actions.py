"""Removes from a PDF what acts: scripts, actions, attached data, references to other files.

What cannot leave without leaving the document incomplete refuses it: films, sounds, attached files,
animated forms, streams kept elsewhere. pikepdf gives names with their escapes decoded.
"""

import re

import pikepdf

from enrolment.uploads.confined import Refused

# An action is kept if it moves within the document, or opens a web page or a letter when clicked.
MOVE, ADDRESS = "/GoTo", "/URI"
SAFE_ADDRESS = re.compile(r"(https?://|mailto:)[^\s\\]+", re.IGNORECASE)
ACTIONS = {
    *("/GoToR", "/GoToE", "/GoToDp", "/Launch", "/Thread", "/Sound", "/Movie", "/Hide", "/Named"),
    *("/SubmitForm", "/ResetForm", "/ImportData", "/JavaScript", "/SetOCGState", "/Rendition"),
    *("/GoTo3DView", "/RichMediaExecute", ADDRESS),
}
ON_CLICK = {"/A", "/PA"}
# Moments that start an action by themselves: entries of /AA.
MOMENTS = {
    *("/E", "/X", "/D", "/U", "/Fo", "/Bl", "/PO", "/PC", "/PV", "/PI", "/O", "/C"),
    *("/K", "/F", "/V", "/WC", "/WS", "/DS", "/WP", "/DP"),
}
FROM_CATALOG = {
    *("/AA", "/OpenAction", "/URI", "/AF", "/Perms", "/DSS", "/Requirements", "/SpiderInfo"),
    *("/NeedsRendering", "/Threads"),
}
FROM_NAMES = {"/JavaScript", "/EmbeddedFiles", "/Renditions", "/AlternatePresentations"}
FROM_STREAMS = {"/Ref", "/OPI"}  # drawings kept in other files, instead of the one here
FROM_SIGNATURES = {"/V", "/SV", "/Lock"}  # a copy written anew is no longer signed; its look stays
REFUSED_SUBTYPES = {
    "/3D": "active",
    "/FileAttachment": "attached",
    "/Movie": "active",
    "/PS": "active",
    "/RichMedia": "active",
    "/Screen": "active",
    "/Sound": "active",
}
PLATFORMS = {"/F", "/UF", "/DOS", "/Mac", "/Unix"}
# The data of an invoice or the source of a text: the pages say the same.
TWINS = {"/Source", "/Data", "/Alternative"}


def make_inactive(document: pikepdf.Pdf) -> None:
    """Removes all that acts or refers elsewhere. Raises Refused. Reads every object."""
    _clean_catalog(document.Root)
    for item in document.objects:
        pending = [item]
        while pending:
            current = pending.pop()
            if isinstance(current, (pikepdf.Dictionary, pikepdf.Stream)):
                pairs = dict(current.items())
                _clean(current, pairs)
                pending += [child for child in pairs.values() if _is_inside(child)]
            elif isinstance(current, pikepdf.Array):
                _clean_array(current)
                pending += [child for child in current if _is_inside(child)]


def _is_inside(child):
    """Whether it is a part of its parent, rather than an object of the document."""
    return isinstance(child, (pikepdf.Dictionary, pikepdf.Array)) and not child.is_indirect


def _clean_catalog(root):
    if "/Collection" in root:
        raise Refused("attached")
    _remove(root, FROM_CATALOG)
    _remove(root.get("/Names"), FROM_NAMES)
    form = root.get("/AcroForm")
    if isinstance(form, pikepdf.Dictionary):
        if "/XFA" in form:
            raise Refused("form")
        _remove(form, {"/SigFlags"})


def _remove(dictionary, keys):
    if isinstance(dictionary, (pikepdf.Dictionary, pikepdf.Stream)):
        for key in keys & set(dictionary.keys()):
            del dictionary[key]


def _clean(current, pairs):
    """Cleans one dictionary, without what it contains. `pairs` loses what is removed."""
    subtype = pairs.get("/Subtype")
    if isinstance(subtype, pikepdf.Name) and str(subtype) in REFUSED_SUBTYPES:
        raise Refused(REFUSED_SUBTYPES[str(subtype)])
    removed = {key for key, child in pairs.items() if _acts(key, child)}
    if _is_attached(pairs.get("/EF")):
        if not _is_twin(pairs):
            raise Refused("attached")
        removed |= {"/EF", "/RF"} & pairs.keys()
    if pairs.get("/FT") == "/Sig":
        removed |= FROM_SIGNATURES & pairs.keys()
    if isinstance(current, pikepdf.Stream):
        _check_stream(current, pairs)
        removed |= FROM_STREAMS & pairs.keys()
    for key in removed:
        del current[key], pairs[key]


def _check_stream(stream, pairs):
    if {"/F", "/FFilter"} & pairs.keys():
        raise Refused("external")
    if "/PS" in pairs or pairs.get("/Subtype2") == "/PS":  # a program for old printers
        raise Refused("active")
    if pairs.get("/Type") == "/EmbeddedFile":
        stream.write(b"")


def _clean_array(array):
    for place, child in enumerate(array):
        if _acts("", child):
            array[place] = pikepdf.Dictionary()


def _acts(key, child):
    """Whether this entry of a dictionary starts an action that is not kept."""
    if not isinstance(child, pikepdf.Dictionary) or isinstance(child, pikepdf.Stream):
        return False
    if key == "/AA":
        return set(child.keys()) <= MOMENTS
    kind = str(child.get("/S", ""))
    if kind == ADDRESS:
        return not SAFE_ADDRESS.fullmatch(str(child.get("/URI", "")))
    return kind in ACTIONS or _is_script(child) or (key in ON_CLICK and kind not in ("", MOVE))


def _is_script(child):
    code = child.get("/JS")
    return isinstance(code, pikepdf.String) or (
        isinstance(code, pikepdf.Stream) and "/Subtype" not in code
    )


def _is_attached(files):
    return (
        isinstance(files, pikepdf.Dictionary)
        and not isinstance(files, pikepdf.Stream)
        and set(files.keys()) <= PLATFORMS
    )


def _is_twin(spec):
    """Whether an attached file only says again, for machines, what the pages say."""
    names = (str(spec.get(key, "")).lower() for key in ("/UF", "/F"))
    return spec.get("/AFRelationship") in TWINS or any(name.endswith(".xml") for name in names)
