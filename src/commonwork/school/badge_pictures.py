"""The picture of a badge, as SVG and PNG, with nothing inside yet. Baking the credential in is left to `open_badges`."""

from io import BytesIO
from xml.sax.saxutils import escape, quoteattr

from commonwork.school.models import Badge

STAR = "M200 40 L248 110 L330 120 L284 190 L300 270 L200 240 L100 270 L116 190 L70 120 L152 110 Z"


def svg(badge: Badge) -> bytes:
    """The picture as SVG, its title the name of the course."""
    title, school = escape(badge.course.title), escape(badge.course.school.name)
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" '
        f'viewBox="0 0 400 400" role="img" aria-label={quoteattr(badge.course.title)}>'
        '<rect width="400" height="400" rx="24" fill="#FBF7EE"/>'
        f'<path d="{STAR}" fill="#14532D"/>'
        '<path d="M200 90 L240 150 L200 210 L160 150 Z" fill="#B7791F"/>'
        '<g text-anchor="middle" font-family="sans-serif">'
        f'<text x="200" y="320" font-size="24" font-weight="700" fill="#1C1B17">{title}</text>'
        f'<text x="200" y="352" font-size="15" fill="#5E594D">{school}</text></g>'
        "</svg>"
    ).encode()


def png(badge: Badge) -> bytes:
    """The picture as PNG."""
    from PIL import Image, ImageDraw, ImageFont  # a third of a second; few requests need it

    picture = Image.new("RGB", (600, 600), "#FBF7EE")
    draw = ImageDraw.Draw(picture)
    star = [
        (300, 60),
        (372, 165),
        (495, 180),
        (426, 285),
        (450, 405),
        (300, 360),
        (150, 405),
        (174, 285),
        (105, 180),
        (228, 165),
    ]
    draw.polygon(star, fill="#14532D")
    draw.polygon([(300, 135), (360, 225), (300, 315), (240, 225)], fill="#B7791F")
    for height, size, words, colour in (
        (455, 34, badge.course.title, "#1C1B17"),
        (510, 22, badge.course.school.name, "#5E594D"),
    ):
        while size > 12 and draw.textlength(words, font=ImageFont.load_default(size)) > 560:
            size -= 2
        draw.text((300, height), words, font=ImageFont.load_default(size), fill=colour, anchor="mm")
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
