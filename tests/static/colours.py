"""Colour arithmetic for the contrast test: OKLCH to sRGB, WCAG ratio, and how colours look to the colour-blind."""

import math
import re
from dataclasses import dataclass
from itertools import product

Row = tuple[float, float, float]
Matrix = tuple[Row, Row, Row]

# Björn Ottosson, "A perceptual color space for image processing" (2020).
LMS_FROM_LAB: Matrix = (
    (1.0, 0.3963377774, 0.2158037573),
    (1.0, -0.1055613458, -0.0638541728),
    (1.0, -0.0894841775, -1.2914855480),
)
RGB_FROM_LMS: Matrix = (
    (4.0767416621, -3.3077115913, 0.2309699292),
    (-1.2684380046, 2.6097574011, -0.3413193965),
    (-0.0041960863, -0.7034186147, 1.7076147010),
)
LMS_FROM_RGB: Matrix = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
LAB_FROM_LMS: Matrix = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)
# Machado, Oliveira and Fernandes (2009), severity 1.0, on linear RGB.
BLINDNESS: dict[str, Matrix] = {
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


def times(matrix: Matrix, column: Row) -> Row:
    x, y, z = (sum(a * b for a, b in zip(row, column, strict=True)) for row in matrix)
    return x, y, z


@dataclass(frozen=True, slots=True)
class Colour:
    """Linear light, 0 to 1 when inside sRGB."""

    rgb: Row

    @classmethod
    def from_oklch(cls, lightness: float, chroma: float, hue: float) -> "Colour":
        a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
        lms = times(LMS_FROM_LAB, (lightness, a, b))
        return cls(times(RGB_FROM_LMS, (lms[0] ** 3, lms[1] ** 3, lms[2] ** 3)))

    @property
    def is_in_gamut(self) -> bool:
        return all(-0.002 <= part <= 1.002 for part in self.rgb)

    @property
    def luminance(self) -> float:
        red, green, blue = (min(max(part, 0.0), 1.0) for part in self.rgb)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    def ratio(self, other: "Colour") -> float:
        """WCAG 2 contrast, 1 to 21."""
        high, low = sorted((self.luminance, other.luminance), reverse=True)
        return (high + 0.05) / (low + 0.05)

    def seen_with(self, matrix: Matrix) -> "Colour":
        red, green, blue = (min(max(part, 0.0), 1.0) for part in times(matrix, self.rgb))
        return Colour((red, green, blue))

    @property
    def lab(self) -> Row:
        long, medium, short = times(LMS_FROM_RGB, self.rgb)
        return times(LAB_FROM_LMS, (math.cbrt(long), math.cbrt(medium), math.cbrt(short)))

    def distance(self, other: "Colour") -> float:
        return math.dist(self.lab, other.lab)


TOKEN = re.compile(r"--([\w-]+):\s*light-dark\(\s*oklch\(([^)]+)\),\s*oklch\(([^)]+)\)\s*\)")


def themes(css: str) -> dict[str, dict[str, Colour]]:
    """Every colour token of a sheet, by theme and name."""
    found: dict[str, dict[str, Colour]] = {"light": {}, "dark": {}}
    for name, light, dark in TOKEN.findall(css):
        found["light"][name] = Colour.from_oklch(*map(float, light.split()))
        found["dark"][name] = Colour.from_oklch(*map(float, dark.split()))
    return found


def least_ratio(theme: dict[str, Colour], fronts: list[str], grounds: list[str]) -> float:
    return min(theme[front].ratio(theme[ground]) for front, ground in product(fronts, grounds))
