"""Charts as data that draw themselves as SVG: bars, stacked bars, lines, dots, differences."""
