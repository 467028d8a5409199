"""Sheets and rolls of labels that offices buy. Lengths in mm."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Format:
    """`width`, `height` of one label; `columns`, `rows` on a page of `page` (width, height); `top`, `left`: margins before the first.

    `qr`: side of the code. `text`: size in pt. Labels touch each other unless `gap` parts the columns.
    """

    code: str
    name: str
    page: tuple[float, float]
    columns: int
    rows: int
    width: float
    height: float
    top: float
    left: float
    qr: float
    text: float
    gap: float = 0.0

    @property
    def on_page(self):
        return self.columns * self.rows


A4 = (210.0, 297.0)
FORMATS = {
    made.code: made
    for made in (
        Format("a4-24", _("A4, 24 label 70 × 37 mm"), A4, 3, 8, 70.0, 37.0, 0.5, 0.0, 25.0, 7.5),
        Format("a4-14", _("A4, 14 label 99,1 × 38,1 mm"), A4, 2, 7, 99.1, 38.1, 15.1, 4.65, 28.0, 9.0, 2.5),
        Format("a4-40", _("A4, 40 label 52,5 × 29,7 mm"), A4, 4, 10, 52.5, 29.7, 0.0, 0.0, 20.0, 6.0),
        Format("rol-50", _("Rol, 50 × 25 mm"), (50.0, 25.0), 1, 1, 50.0, 25.0, 0.0, 0.0, 19.0, 6.0),
        Format("rol-70", _("Rol, 70 × 40 mm"), (70.0, 40.0), 1, 1, 70.0, 40.0, 0.0, 0.0, 28.0, 8.0),
    )
}
