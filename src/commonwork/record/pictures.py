"""Papers as they are kept: photos drawn anew, so that place, time and camera hidden in them are gone.

The kind is told by the content, never by a name. A picture is turned upright, made at most 2,400 pixels long and saved
without anything but its pixels; the same picture always gives the same bytes. A PDF is kept as it came.
"""

from io import BytesIO

from PIL import Image, ImageOps

from commonwork.rules.refusal import Refusal, sentence
from commonwork.ui.fields import kind_of

MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 60_000_000
LONGEST_SIDE = 2_400
KINDS = ("pdf", "png", "jpeg")


class NotAPaper(Refusal):
    sentence = sentence("This file is neither a photo (JPEG or PNG) nor a PDF.")
    field = "paper"


class PaperTooLarge(Refusal):
    sentence = sentence("This file is larger than {most} MB.")
    field = "paper"


class PictureBroken(Refusal):
    sentence = sentence("This picture cannot be opened. Take it again, or send a PDF.")
    field = "paper"


def cleaned(data: bytes) -> tuple[str, bytes]:
    """The kind of a paper and the bytes to keep. Raises NotAPaper, PaperTooLarge, PictureBroken."""
    if len(data) > MOST_BYTES:
        raise PaperTooLarge(most=MOST_BYTES // (1024 * 1024))
    kind = kind_of(data[:4096])
    if kind not in KINDS:
        raise NotAPaper()
    if kind == "pdf":
        if b"%%EOF" not in data[-2048:]:
            raise NotAPaper()
        return kind, data
    return kind, _drawn_anew(data, kind)


def _drawn_anew(data: bytes, kind: str) -> bytes:
    try:
        with Image.open(BytesIO(data), formats=(kind.upper(),)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise PictureBroken()
            picture.load()
            upright = ImageOps.exif_transpose(picture)
            plain = upright.convert("RGB") if kind == "jpeg" else upright.convert("RGBA")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as fault:
        raise PictureBroken() from fault
    plain.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    bare = Image.frombytes(plain.mode, plain.size, plain.tobytes())  # pixels and nothing else
    kept = BytesIO()
    bare.save(kept, format=kind.upper(), quality=85, optimize=True)
    return kept.getvalue()
