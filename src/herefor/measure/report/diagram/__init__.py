"""The path diagram as SVG and as a chart."""
